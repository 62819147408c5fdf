using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>
/// What to do about hosts that belong to an unfinished run. One that was made here, and whose process is provably gone, is taken over; while
/// a job of it is still at work that is waited for. Every other run is left alone.
/// </summary>
/// <param name="Dead">Runs to take over, by host.</param>
/// <param name="AtWork">Hosts on which a job of such a run still works.</param>
/// <param name="Refused">Why a host is not to be had; null where all are that are needed first.</param>
public sealed record Adoption(ValueMap<string> Dead, ValueList<string> AtWork, HostTrouble? Refused)
{
    public static Adoption None { get; } = new(ValueMap<string>.Empty, [], null);

    /// <summary>Dead runs made here whose reservations are ended, by host.</summary>
    public ValueMap<ValueList<string>> Buried { get; init; } = ValueMap<ValueList<string>>.Empty;

    /// <summary>What was read, without the memory that dead runs made here had reserved: whoever plans now ends those reservations first.</summary>
    public static IReadOnlyDictionary<string, HostReading> Without(IReadOnlyDictionary<string, HostReading> readings, RunStore store) => readings.ToDictionary(
        host => host.Key,
        host => host.Value with { Reserved = [.. host.Value.Reserved.Where(each => each.AtWork || !store.Has(each.Run) || store.IsAlive(each.Run))] },
        StringComparer.Ordinal);

    /// <param name="first">What the first stage needs: what only later ones need may be free by then. All hosts where it is not given.</param>
    public static Adoption Of(IEnumerable<HostReading> readings, IRunStore store, Demand? first = null)
    {
        var all = readings.ToList();
        bool Gone(string run) => store.Has(run) && !store.IsAlive(run);
        var held = all.Where(reading => reading.Claim is not null).Select(reading => (reading.Host, Claim: reading.Claim!)).ToList();
        var mine = held.Where(host => Gone(host.Claim.Run)).ToList();
        var needed = first?.Hosts.ToHashSet(StringComparer.Ordinal);
        var other = held.Except(mine).Where(host => needed?.Contains(host.Host) ?? true).Select(host => host.Claim.AtWork && store.Has(host.Claim.Run)
            ? new HostTrouble("run.alive", $"Run {host.Claim.Run} is at work on {host.Host} just now.", "Wait until it has ended.")
            : new HostTrouble(
                "claim.held",
                $"{host.Host} belongs to run {host.Claim.Run} of {host.Claim.Controller}, which has not ended.",
                $"Apply again from there, or, when you are certain that it is dead: lmr runs abandon {host.Claim.Run} -i INVENTORY"));
        var shared = all.Where(reading => first?.Own.Contains(reading.Host) ?? false)
            .SelectMany(reading => reading.Reserved.Where(each => !Gone(each.Run)).Select(each => new HostTrouble(
                "claim.reserved",
                $"Run {each.Run} of {each.Controller} sends guests to {reading.Host} and has not ended.",
                $"Wait until it has (--lock-timeout waits), or, when you are certain that it is dead: lmr runs abandon {each.Run} -i INVENTORY")));
        return new Adoption(
            mine.Select(host => KeyValuePair.Create(host.Host, host.Claim.Run)).ToValueMap(),
            [.. mine.Where(host => host.Claim.AtWork).Select(host => host.Host)],
            other.Concat(shared).FirstOrDefault())
        {
            Buried = all.Select(reading => KeyValuePair.Create(reading.Host, reading.Reserved.Where(each => !each.AtWork && Gone(each.Run)).Select(each => each.Run).ToValueList()))
                .Where(host => host.Value.Count > 0).ToValueMap(),
        };
    }
}
