using System.Globalization;
using System.Text.Json;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>When one guest was on its way, and between whom.</summary>
public sealed record TracedMove(string Guest, string Wave, string Source, string Target, DateTimeOffset Begun, DateTimeOffset Ended)
{
    public IReadOnlyList<string> Uplinks { get; init; } = [];
}

/// <summary>What an evacuation was to keep to.</summary>
/// <param name="Waves">Their names in order, with the pause after each.</param>
public sealed record TraceRules(IReadOnlyList<(string Name, TimeSpan Soak)> Waves, int PerSource, int PerTarget, int PerUplink = int.MaxValue);

/// <summary>
/// Judges a run by the times at which its moves began and ended, whoever says them. Pure, and it knows nothing of how <c>lmr</c> decides, so that a loop
/// that is wrong cannot be right here.
/// </summary>
public static class MoveTrace
{
    /// <summary>Every breach, as a sentence.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<TracedMove> moves, TraceRules rules)
    {
        foreach (var move in moves.Where(move => move.Ended <= move.Begun)) yield return $"{move.Guest} ended before it began";
        foreach (var twice in moves.GroupBy(move => move.Guest, StringComparer.Ordinal).Where(guest => guest.Count() > 1)) yield return $"{twice.Key} left {twice.Count()} times";
        foreach (var fault in Order(moves, rules)) yield return fault;
        foreach (var fault in Most("source", move => [move.Source], rules.PerSource)) yield return fault;
        foreach (var fault in Most("target", move => [move.Target], rules.PerTarget)) yield return fault;
        foreach (var fault in Most("uplink", move => move.Uplinks, rules.PerUplink)) yield return fault;

        // The most are on their way at the moment at which one of them begins.
        IEnumerable<string> Most(string what, Func<TracedMove, IEnumerable<string>> of, int most) =>
            from move in moves
            from shared in of(move)
            let beside = moves.Where(other => of(other).Contains(shared, StringComparer.Ordinal) && other.Begun <= move.Begun && other.Ended > move.Begun).ToList()
            where beside.Count > most
            select $"{string.Join(", ", beside.Select(other => other.Guest))} were on their way at once: {beside.Count} of the {what} {shared}, and {most} may";
    }

    /// <summary>How much of the shorter of two moves lay within the other: 1 for all of it.</summary>
    public static double Overlap(TracedMove one, TracedMove other)
    {
        var both = (one.Ended < other.Ended ? one.Ended : other.Ended) - (one.Begun > other.Begun ? one.Begun : other.Begun);
        return Math.Max(0, both / TimeSpan.FromTicks(Math.Min((one.Ended - one.Begun).Ticks, (other.Ended - other.Begun).Ticks)));
    }

    /// <summary>The moves of a run, from its journal and its plan: begun when it meant to start them, ended when it knew where the guest was.</summary>
    public static IReadOnlyList<TracedMove> OfRun(string folder)
    {
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "plan.json")));
        var lines = File.ReadLines(Path.Combine(folder, "journal.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        return
        [
            .. from deed in plan.RootElement.GetProperty("deeds").EnumerateArray()
               where Text(deed, "deed") == "move"
               let id = Text(deed, "id")
               let move = deed.GetProperty("move")
               let begun = lines.Where(line => Is(line, "batch_meant") && line.GetProperty("record").GetProperty("deeds").EnumerateArray().Any(each => each.GetString() == id)).Select(At).DefaultIfEmpty(DateTimeOffset.MaxValue).First()
               let ended = lines.Where(line => Is(line, "deed_ended") && Text(line.GetProperty("record"), "deed") == id).Select(At).DefaultIfEmpty(DateTimeOffset.MinValue).Last()
               select new TracedMove(Text(move, "name"), Text(move, "wave"), Text(move, "source"), Text(move, "target"), begun, ended),
        ];

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
        static bool Is(JsonElement line, string record) => Text(line.GetProperty("record"), "is") == record;
        static DateTimeOffset At(JsonElement line) => DateTimeOffset.Parse(Text(line, "at"), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Order(IReadOnlyList<TracedMove> moves, TraceRules rules)
    {
        foreach (var stray in moves.Where(move => rules.Waves.All(wave => wave.Name != move.Wave))) yield return $"{stray.Guest} is in no wave that is known ({stray.Wave})";
        (string Name, DateTimeOffset Until)? before = null;
        foreach (var (name, soak) in rules.Waves)
        {
            var wave = moves.Where(move => move.Wave == name).ToList();
            if (wave.Count == 0) continue;
            foreach (var early in wave.Where(move => before is { } last && move.Begun < last.Until)) yield return $"{early.Guest} of the wave {name} began {before!.Value.Until - early.Begun} too early after {before.Value.Name}";
            before = (name, wave.Max(move => move.Ended) + soak);
        }
    }
}
