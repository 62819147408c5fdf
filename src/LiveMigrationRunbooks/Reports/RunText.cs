using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Runs.Guests;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a run came to, for people: one line a host, a table of the guests that moved, and everything that did not go as planned.</summary>
public static class RunText
{
    private const string Before = "before_guest";
    private const string After = "after_guest";

    public static string Of(RunReport report)
    {
        var text = new StringBuilder($"\nRun {report.Run}: {report.Reason}\n");
        foreach (var line in report.Explanation) text.Append($"  {line}\n");
        foreach (var trouble in report.Deeds.Where(deed => deed.End is not DeedEnd.Done and not DeedEnd.NotRun)) text.Append($"  {Word(trouble)}  {trouble.Host}  {trouble.Text}\n");
        foreach (var down in report.Deeds.Where(deed => deed is { Kind: "stop", End: DeedEnd.Done })) text.Append($"  down  {down.Host}  {down.Text}\n");
        Guests(text, [.. report.Deeds.Where(deed => deed is { Kind: "move", End: DeedEnd.Done })]);
        var hosts = report.Deeds.Select(deed => deed.Host).Distinct(StringComparer.Ordinal).ToList();
        var width = hosts.Select(host => host.Length).DefaultIfEmpty(0).Max();
        foreach (var host in hosts) text.Append($"{host.PadRight(width)} : {Counts([.. report.Deeds.Where(deed => deed.Host == host)])}\n");
        return text.ToString();
    }

    private static void Guests(StringBuilder text, ValueList<ReportDeed> moves)
    {
        if (moves.Count == 0) return;
        var width = moves.Max(move => move.Name.Length);
        var outside = moves.Any(move => Outage(move) is not null);
        var forecasts = moves.Any(move => move.Forecast is not null);
        text.Append($"  {"guest".PadRight(width)}  {"duration",10}  {"pause",9}  {"moved",10}  {"passes",6}{(outside ? $"  {"silent",8}" : "")}{(forecasts ? "  forecast" : "")}\n");
        foreach (var move in moves)
        {
            text.Append($"  {move.Name.PadRight(width)}  {Figure(move, "duration_ms", value => Quantity.Text(TimeSpan.FromMilliseconds(value))),10}")
                .Append($"  {Figure(move, "pause_ms", value => $"{value} ms"),9}  {Figure(move, "bytes", Quantity.TextOfSize),10}  {Figure(move, "passes", value => $"{value}"),6}{(outside ? $"  {(Outage(move) is { } silent ? $"{silent} ms" : "-"),8}" : "")}{(move.Forecast is { } forecast ? $"  {ForecastText.Compared(forecast, move.Compared)}" : "")}\n");
        }
    }

    // The longest that anybody outside saw of it.
    private static long? Outage(ReportDeed move) => move.Figures.Where(figure => figure.Key.EndsWith(OutageRun.Suffix, StringComparison.Ordinal)).Select(figure => (long?)figure.Value).Max();

    private static string Figure(ReportDeed deed, string name, Func<long, string> text) => deed.Figures.TryGetValue(name, out var value) ? text(value) : "-";

    private static string Counts(ValueList<ReportDeed> deeds)
    {
        int Of(DeedEnd end, params string[] kinds) => deeds.Count(deed => deed.End == end && (kinds.Length == 0 || kinds.Contains(deed.Kind)));
        var moved = Of(DeedEnd.Done, "move");
        var done = Of(DeedEnd.Done) - Of(DeedEnd.Done, "move", "settle", "undefine", "ready", Before, After);
        return $"done={done} moved={moved} failed={Of(DeedEnd.Failed)} held={Of(DeedEnd.Held)} rolled_back={Of(DeedEnd.RolledBack)} not_run={Of(DeedEnd.NotRun)}";
    }

    private static string Word(ReportDeed deed) => deed.End switch { DeedEnd.Failed => deed.Kind is "ready" or After ? "WARNING" : "failed", DeedEnd.Held => "HELD", DeedEnd.RolledBack => "rolled back", DeedEnd.UnderWay => "under way", _ => deed.End.ToString() };
}
