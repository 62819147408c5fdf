using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>Who holds a host and who sends guests there, from the answer of <see cref="HostClaim.ReadClaim"/>.</summary>
internal static class ClaimHolder
{
    /// <returns>Nobody where the last claim is done.</returns>
    public static HeldBy? Of(CommandResult result)
    {
        var reading = ClaimReading.Read(result);
        return reading.Claim is { State: not ClaimState.Done } claim ? new HeldBy(claim.RunId, claim.Controller, reading.LockHeld || reading.JobsAlive) : null;
    }

    public static ValueList<ReservedBy> Reserved(CommandResult result) =>
        [.. ClaimReading.Read(result).Reservations.Select(Of)];

    public static ReservedBy Of(Reservation reservation) => new(reservation.RunId, reservation.Controller, reservation.Kib, reservation.Alive);
}
