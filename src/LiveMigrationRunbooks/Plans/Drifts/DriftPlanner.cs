using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>Tells drift from what was read. Pure: the same runbook and readings tell the same.</summary>
public static class DriftPlanner
{
    /// <summary>What must be read besides the plan's probes: each value that was applied by other arguments, as it was read then.</summary>
    public static IReadOnlyList<(string Key, ValueList<Command> Probe)> KeptProbes(BoundRunbook runbook, HostReading reading, IReadOnlyDictionary<string, HostReading> readings) =>
        [.. ManagedKey.Of(runbook, reading).Where(key => key.AsksKept).DistinctBy(key => key.Key).Select(key => (key.Key, key.Kept?.Probe(SceneOf(runbook, key, reading, readings)) ?? []))];

    /// <param name="kept">The answers to <see cref="KeptProbes"/>, by host and key.</param>
    public static Drift Make(BoundRunbook runbook, IReadOnlyDictionary<string, HostReading> readings, IReadOnlyDictionary<(string Host, string Key), Answers> kept)
    {
        var hosts = runbook.Plays.SelectMany(play => play.Hosts).Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var read = runbook.Hosts.Where(host => hosts.Contains(host.Name)).Select(host => readings[host.Name]).ToList();
        return new Drift(
            Drift.CurrentFormat,
            runbook.Runbook.Path,
            runbook.Runbook.Name,
            [.. read.Select(reading => new DriftHost(reading.Host, reading.Trouble, reading.Claim, [.. reading.Owed.Select(Told)], Gone(runbook, reading)))],
            [.. read.Where(reading => reading.Trouble is null).SelectMany(reading => Lines(runbook, reading, readings, kept))],
            Planner.Parked(runbook));
    }

    private static IEnumerable<DriftLine> Lines(BoundRunbook runbook, HostReading reading, IReadOnlyDictionary<string, HostReading> readings, IReadOnlyDictionary<(string Host, string Key), Answers> kept) =>
        from key in ManagedKey.Of(runbook, reading)
        let line = KeyStanding.Of(key, SceneOf(runbook, key, reading, readings), key.AsksKept ? kept.GetValueOrDefault((reading.Host, key.Key)) : key.Answers, runbook.Runbook.Name)
        group line by (key.Play, key.Entry.Number, line.State, line.Form, line.Text, line.Values, line.Applied) into alike
        select alike.First() with { Keys = [.. alike.SelectMany(line => line.Keys)], Files = [.. alike.SelectMany(line => line.Files).Distinct(StringComparer.Ordinal)] };

    private static Scene SceneOf(BoundRunbook runbook, ManagedKey key, HostReading reading, IReadOnlyDictionary<string, HostReading> readings)
    {
        var play = runbook.Plays[key.Play];
        var scene = Scenes.Of(runbook.Inventory, play, reading.Host, reading.Facts);
        return scene with
        {
            Peers = key.Step is ILooksAtPeers ? Scenes.Told(scene, StepId.Step(key.Play, key.Entry.Number), readings) : scene.Peers,
            // What other steps bring is no reason why this one could not be.
            Coming = [.. play.Hosts.Where(host => host.Name == reading.Host).SelectMany(host => host.Steps).SelectMany(step => step.Step?.Keys ?? [])],
            MayDisturb = key.Entry.Call.MayDisturb,
            Emptied = play.Play.Evacuate is not null,
        };
    }

    private static string Told(OwedOperation owed) => $"{owed.Step.Name} ({owed.Step.Kind}) was called for by {string.Join(", ", owed.CalledBy)}, and run {owed.Run} ended before it";

    // Where tags leave steps out, nobody can tell what the runbook no longer names.
    private static ValueList<string> Gone(BoundRunbook runbook, HostReading reading)
    {
        if (reading.Trouble is not null || runbook.Plays.Any(play => play.LeftOut > 0)) return [];
        var managed = ManagedKey.Of(runbook, reading).Select(key => key.Key).ToHashSet(StringComparer.Ordinal);
        return [.. reading.Applied.Where(applied => applied.Runbook == runbook.Runbook.Name && !managed.Contains(applied.Key))
            .OrderBy(applied => applied.Key, StringComparer.Ordinal).Select(applied => $"{applied.Key}: applied by run {applied.Run}, no longer in this runbook")];
    }
}
