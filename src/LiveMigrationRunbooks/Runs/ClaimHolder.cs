using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Who holds a host, from the answer of <see cref="HostClaim.ReadClaim"/>; nobody where the last claim is done.</summary>
internal static class ClaimHolder
{
    public static HeldBy? Of(CommandResult result)
    {
        var reading = ClaimReading.Read(result);
        return reading.Claim is { State: not ClaimState.Done } claim ? new HeldBy(claim.RunId, claim.Controller, reading.LockHeld || reading.JobsAlive) : null;
    }
}
