using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// What to do about hosts that belong to an unfinished run. One that was made here, and whose process is provably gone, is taken over; while
/// a job of it is still at work that is waited for. Every other run is left alone.
/// </summary>
/// <param name="Dead">Runs to take over, by host.</param>
/// <param name="AtWork">Hosts on which a job of such a run still works.</param>
/// <param name="Refused">Why a host is not to be had; null where all are.</param>
public sealed record Adoption(ValueMap<string> Dead, ValueList<string> AtWork, HostTrouble? Refused)
{
    public static Adoption Of(IEnumerable<HostReading> readings, IRunStore store)
    {
        var held = readings.Where(reading => reading.Claim is not null).Select(reading => (reading.Host, Claim: reading.Claim!)).ToList();
        var mine = held.Where(host => store.Has(host.Claim.Run) && !store.IsAlive(host.Claim.Run)).ToList();
        var other = held.Except(mine).Select(host => host.Claim.AtWork && store.Has(host.Claim.Run)
            ? new HostTrouble("run.alive", $"Run {host.Claim.Run} is at work on {host.Host} just now.", "Wait until it has ended.")
            : new HostTrouble(
                "claim.held",
                $"{host.Host} belongs to run {host.Claim.Run} of {host.Claim.Controller}, which has not ended.",
                $"Apply again from there, or, when you are certain that it is dead: lmr runs abandon {host.Claim.Run} -i INVENTORY"));
        return new Adoption(
            mine.Select(host => KeyValuePair.Create(host.Host, host.Claim.Run)).ToValueMap(),
            [.. mine.Where(host => host.Claim.AtWork).Select(host => host.Host)],
            other.FirstOrDefault());
    }
}
