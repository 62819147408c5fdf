using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>One way in which a window opens: on some days of the week, at a time of day, for so long.</summary>
/// <param name="Length">Time that passes, not what a clock on the wall shows: where clocks are changed in between, it ends an hour earlier or later by the wall.</param>
public sealed record WindowRule(ValueList<DayOfWeek> Days, TimeOnly At, TimeSpan Length)
{
    /// <summary>Longer than a week it would overlap itself, and never close.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(7);

    private const string Daily = "daily";
    private static readonly string[] s_days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>The words that stand for days.</summary>
    public static IReadOnlyList<string> DayWords { get; } = [Daily, .. s_days];

    /// <summary>Reads <c>Sat 22:00 +6h</c>; null where something is wrong, which <paramref name="problem"/> says in one sentence.</summary>
    public static WindowRule? Parse(string text, out string problem, out string? unknownDay)
    {
        unknownDay = null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || !words[2].StartsWith('+')) return Wrong("It is not days, time and +duration.", out problem);
        if (DaysOf(words[0], out unknownDay) is not { } days) return Wrong($"'{unknownDay}' is no day.", out problem);
        if (!TimeOnly.TryParseExact(words[1], "HH:mm", out var at)) return Wrong($"'{words[1]}' is not a time from 00:00 to 23:59.", out problem);
        if (!Quantity.TryDuration(string.Join(' ', words[2..])[1..], out var length, out problem)) return null;
        if (length <= TimeSpan.Zero) return Wrong("It would close at once.", out problem);
        return length > Longest ? Wrong($"'{Quantity.Text(length)}' is longer than a week: it would never close.", out problem) : new WindowRule(days, at, length);
    }

    private static WindowRule? Wrong(string sentence, out string problem)
    {
        problem = sentence;
        return null;
    }

    private static ValueList<DayOfWeek>? DaysOf(string text, out string? unknown)
    {
        unknown = null;
        var days = new SortedSet<DayOfWeek>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-', 2);
            if (ends.Append(Daily).FirstOrDefault(word => word != Daily && Array.IndexOf(s_days, word) < 0) is { } strange)
            {
                unknown = strange;
                return null;
            }
            if (part == Daily) days.UnionWith(Enum.GetValues<DayOfWeek>());
            else if (ends.Contains(Daily))
            {
                unknown = part;
                return null;
            }
            else days.UnionWith(Range(Array.IndexOf(s_days, ends[0]), Array.IndexOf(s_days, ends[^1])));
        }
        return [.. days];
    }

    // A range may go over the week's end: Fri-Mon.
    private static IEnumerable<DayOfWeek> Range(int first, int last)
    {
        for (var day = first; day != last; day = (day + 1) % 7) yield return (DayOfWeek)day;
        yield return (DayOfWeek)last;
    }
}
