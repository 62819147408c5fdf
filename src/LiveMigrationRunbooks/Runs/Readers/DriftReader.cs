using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Origins;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Drifts;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>
/// Reads hosts for drift: the plan's script with what runs applied last, a second one where something was applied by other arguments than
/// today's, and one more to hosts that moved: since when, and by what. All of them only read.
/// </summary>
public sealed class DriftReader(HostSessions sessions, RunbookBinder binder)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Null where the facts showed something wrong with the runbook, which is in <paramref name="findings"/>.</summary>
    public async Task<Drift?> ReadAsync(BoundRunbook offline, Findings findings, CancellationToken cancellationToken)
    {
        var probed = await new Prober(sessions, binder) { ForDrift = true }.ReadAsync(offline, findings, cancellationToken);
        if (findings.HasErrors) return null;
        var readings = new ConcurrentDictionary<string, HostReading>(probed.Readings, StringComparer.Ordinal);
        var kept = new ConcurrentDictionary<(string Host, string Key), Answers>();
        await sessions.EachAsync(probed.Readings.Values, reading => KeptAsync(probed.Runbook, reading, readings, kept, cancellationToken), cancellationToken);
        var drift = DriftPlanner.Make(probed.Runbook, readings, kept);
        var origins = new ConcurrentDictionary<DriftLine, DriftOrigin>();
        await sessions.EachAsync(drift.Lines.Where(Moved).GroupBy(line => line.Host), lines => OriginsAsync(lines.Key, [.. lines], origins, cancellationToken), cancellationToken);
        return drift with { Lines = [.. drift.Lines.Select(line => line with { Origin = origins.GetValueOrDefault(line) })] };
    }

    // Where only the runbook moved there is nothing to ask the host.
    private static bool Moved(DriftLine line) => line.IsDrift && line.State != DriftState.Intentional;

    private async Task KeptAsync(
        BoundRunbook runbook, HostReading reading, ConcurrentDictionary<string, HostReading> readings, ConcurrentDictionary<(string Host, string Key), Answers> kept, CancellationToken cancellationToken)
    {
        if (reading.Trouble is not null || DriftPlanner.KeptProbes(runbook, reading, readings) is not { Count: > 0 } probes) return;
        if (await sessions.SendAsync(reading.Host, new Request([.. StepProbes.Items(probes)]), cancellationToken) is not { } results)
        {
            if (sessions.Trouble(reading.Host) is { } trouble) readings[reading.Host] = HostReading.NotRead(reading.Host, trouble);
            return;
        }
        foreach (var (key, answers) in StepProbes.Answers(probes, results)) kept[(reading.Host, key)] = answers;
    }

    // A host that is lost here has told what differs; only why stays open.
    private async Task OriginsAsync(string host, IReadOnlyList<DriftLine> lines, ConcurrentDictionary<DriftLine, DriftOrigin> origins, CancellationToken cancellationToken)
    {
        var asked = lines.GroupBy(line => OriginScript.Of(line.Applied?.At, line.Keys[0], line.Files)).Index().ToList();
        var items = asked.Select(each => new RequestItem($"{each.Index}", each.Item.Key, s_patience));
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return;
        foreach (var (index, alike) in asked)
        {
            foreach (var line in alike) origins[line] = OriginReader.Read(results[$"{index}"], line.Applied, sessions.Greeting(host).BootId);
        }
    }
}
