using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Moves of earlier runs of this runbook's folder: what they cost stands in their journals, and on what terms they went in their plans. Only those count that had
/// the path to themselves and ended by pre-copy; a run whose journal or plan cannot be read says nothing.
/// </summary>
public static class PastMoves
{
    // A plan of hundreds of hosts is large, and what a link did a hundred runs ago is long past.
    private const int NewestRuns = 30;

    /// <summary>What was read, with the moves that left each host before.</summary>
    public static IReadOnlyDictionary<string, HostReading> In(IReadOnlyDictionary<string, HostReading> readings, IRunStore store)
    {
        if (readings.Values.All(reading => reading.Hypervisor is null)) return readings;
        var left = store.Ids.TakeLast(NewestRuns).SelectMany(run => Of(store, run)).ToLookup(move => move.Source, move => move.Move, StringComparer.Ordinal);
        return readings.ToDictionary(host => host.Key, host => left.Contains(host.Key) ? host.Value with { Left = [.. left[host.Key]] } : host.Value, StringComparer.Ordinal);
    }

    // As it was planned; who went beside whom the journal does not say.
    private static IEnumerable<string> SideBySide(Timeline stage) => stage.Moves
        .Where(move => stage.Moves.Any(other => other.Uuid != move.Uuid && other.StartMs.Likely < move.EndMs.Likely && move.StartMs.Likely < other.EndMs.Likely)).Select(move => move.Uuid);

    private static IEnumerable<(string Source, PastMove Move)> Of(IRunStore store, string run)
    {
        var ended = store.JournalOf(run) is { Damage: null } journal
            ? journal.Records.OfType<DeedEnded>().Where(deed => deed is { End: DeedEnd.Done } && deed.Figures.ContainsKey(MoveFigures.Duration) && deed.Figures.ContainsKey(MoveFigures.Bytes)).ToList() : [];
        if (ended.Count == 0 || store.PlanOf(run, out _) is not { } text || PlanFile.Read(text) is not { } plan) return [];
        var shared = plan.Plays.SelectMany(play => play.Evacuation?.Timelines ?? []).SelectMany(SideBySide).ToHashSet(StringComparer.Ordinal);
        var moves = plan.Deeds.OfType<MoveDeed>().Where(deed => deed is { UnderWay: false, Move: { Offline: false, MayPostCopy: false } } && !shared.Contains(deed.Move.Uuid)).ToDictionary(deed => deed.Id, deed => deed.Move, StringComparer.Ordinal);
        return ended.Where(deed => moves.ContainsKey(deed.Deed)).Select(deed => (moves[deed.Deed].Source, new PastMove(
            run, moves[deed.Deed].Target, PathManner.Of(moves[deed.Deed].Terms), deed.Figures[MoveFigures.Bytes], deed.Figures[MoveFigures.Duration],
            deed.Figures.TryGetValue(MoveFigures.Pause, out var pause) ? pause : null)));
    }
}
