using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Watching;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Asks a guest from outside from before its move until it answers again: what its users see of it, beside the pause that QEMU tells. It decides
/// nothing; a guest that cannot be asked moves all the same.
/// </summary>
internal sealed class OutageRun : IAsyncDisposable
{
    public const string Suffix = "_outage_ms";

    // Before: whoever does not answer by then did not before the move. After: switches learn where a guest is within seconds, or not by waiting.
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<string, IOutsider> _asking = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    private OutageRun(TimeProvider time) => _time = time;

    /// <summary>Begins to ask, if the plan says so and somebody knows where; what keeps it from asking is told.</summary>
    public static async Task<OutageRun> BeginAsync(GuestMove move, IHypervisor source, RunRecord record, TimeProvider time)
    {
        var run = new OutageRun(time);
        if (move.Watch is not { } watch) return run;
        if ((watch.Address ?? (await source.AddressesAsync(move.Uuid) is [var first, ..] ? first : null)) is not { } address)
        {
            record.Tell(move.Source, $"{move.Name}: not watched from outside: neither the guest catalogue nor {move.Source} knows an address of it (agent, lease, neighbours)");
            return run;
        }
        foreach (var (name, outsider) in Outsiders.Begin(watch, address, time)) run._asking[name] = outsider;
        await run.UntilAsync(outsider => outsider.LastAnswer is not null, s_before);
        foreach (var (name, silent) in run._asking.Where(each => each.Value.LastAnswer is null).ToList())
        {
            var (_, why) = await silent.EndAsync();
            record.Tell(move.Source, $"{move.Name}: not watched by {name}: {address} does not answer before the move{(why is null ? "" : $" ({why})")}");
            run._asking.Remove(name);
            await silent.DisposeAsync();
        }
        return run;
    }

    /// <summary>Once the guest has arrived: waits until it answers, and tells how long it did not, by <c>ping_outage_ms</c> and <c>tcp_outage_ms</c>.</summary>
    public async Task<(ValueMap<long> Figures, string Told)> EndAsync()
    {
        var arrived = _asking.ToDictionary(each => each.Key, each => each.Value.Now, StringComparer.Ordinal);
        await UntilAsync((name, outsider) => outsider.LastAnswer > arrived[name], s_after);
        var figures = new List<KeyValuePair<string, long>>();
        var told = new List<string>();
        foreach (var (name, outsider) in _asking)
        {
            var answers = outsider.LastAnswer > arrived[name];
            var (outage, why) = await outsider.EndAsync();
            if (outage is null) told.Add($"not seen by {name}: {why}");
            else if (!answers) told.Add($"no answer to {name} since the move");
            else told.Add($"silent to {name} for {Quantity.Text(TimeSpan.FromMilliseconds(Math.Round(outage.Longest.TotalMilliseconds)))}, {outage.Lost} of {outage.Asked} lost");
            if (outage is not null) figures.AddRange([KeyValuePair.Create(name + Suffix, (long)outage.Longest.TotalMilliseconds), KeyValuePair.Create(name + "_asked", (long)outage.Asked), KeyValuePair.Create(name + "_lost", (long)outage.Lost)]);
        }
        return (figures.ToValueMap(), string.Concat(told.Select(each => "; " + each)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var outsider in _asking.Values) await outsider.DisposeAsync();
    }

    private Task UntilAsync(Func<IOutsider, bool> all, TimeSpan most) => UntilAsync((_, outsider) => all(outsider), most);

    private async Task UntilAsync(Func<string, IOutsider, bool> all, TimeSpan most)
    {
        var begun = _time.GetTimestamp();
        while (!_asking.All(each => all(each.Key, each.Value)) && _time.GetElapsedTime(begun) < most) await Task.Delay(s_look, _time);
    }
}
