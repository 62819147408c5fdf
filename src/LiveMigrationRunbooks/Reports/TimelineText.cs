using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Plans.Moves;

namespace LiveMigrationRunbooks.Reports;

/// <summary>When guests leave, wave by wave, as far as forecasts tell it.</summary>
internal static class TimelineText
{
    /// <summary>When one guest is on its way; null where it leaves alone, or where nobody knows.</summary>
    public static string? Of(PlanEvacuation evacuation, GuestMove move) =>
        evacuation.Timelines.SelectMany(stage => stage.Moves.Count > 1 ? stage.Moves : []).FirstOrDefault(each => each.Uuid == move.Uuid) is not { } timed ? null
        : IsKnown(evacuation, [timed.Uuid]) ? $"leaves at {ForecastText.Time(timed.StartMs.Likely)}, arrives at {ForecastText.Times(timed.EndMs)}" : $"leaves at {ForecastText.Time(timed.StartMs.Low)} or later";

    public static void Append(StringBuilder text, PlanEvacuation evacuation)
    {
        foreach (var (number, stage) in evacuation.Timelines.Index().Where(each => each.Item.Moves.Count > 1))
        {
            var known = IsKnown(evacuation, [.. stage.Moves.Select(move => move.Uuid)]);
            var name = evacuation.Timelines.Count > 1 ? $" of stage {number + 1}" : "";
            var waves = stage.Moves.GroupBy(move => move.Wave, StringComparer.Ordinal).Select(wave => $"{wave.Key} {Span(wave, known)}").ToList();
            if (waves.Count > 1) text.Append($"    waves{name}: {string.Join(", ", waves)}\n");
            var least = known ? $"; no order of them under these limits takes less than {ForecastText.Time(stage.BoundMs)}" : "";
            text.Append($"    all moves{name}: {(known ? ForecastText.Times(stage.LengthMs) : $"at least {ForecastText.Time(stage.LengthMs.Low)}")}{least}\n");
        }
    }

    private static string Span(IEnumerable<TimedMove> wave, bool known)
    {
        var (start, end) = (wave.MinBy(move => move.StartMs.Low)!.StartMs, wave.MaxBy(move => move.EndMs.High)!.EndMs);
        return known ? $"from {ForecastText.Time(start.Likely)} to {ForecastText.Times(end with { Likely = wave.Max(move => move.EndMs.Likely) })}" : $"from {ForecastText.Time(start.Low)} or later";
    }

    private static bool IsKnown(PlanEvacuation evacuation, ValueList<string> guests) =>
        evacuation.Moves.Where(move => guests.Contains(move.Uuid)).All(move => move.Forecast is { Source: not ForecastSource.None });
}
