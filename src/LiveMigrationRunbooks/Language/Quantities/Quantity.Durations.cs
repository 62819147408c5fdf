using System.Globalization;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <content>Durations: <c>500ms</c>, <c>90s</c>, <c>1m30s</c>, <c>2h</c>, <c>1d</c>.</content>
public static partial class Quantity
{
    private static readonly (string Unit, long Milliseconds)[] DurationUnits =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads a duration of at most 366 days; parts stand from the largest unit to the smallest.</summary>
    public static bool TryDuration(string text, out TimeSpan value, out string problem)
    {
        value = TimeSpan.Zero;
        var (total, lastUnit, rest) = (0m, -1, text.Trim());
        if (rest.Length == 0) return Fail("A duration is missing, for example '30s'.", out problem);
        while (rest.Length > 0)
        {
            if (!TrySplit(rest, out var number, out var unit, out problem)) return false;
            var letters = new string([.. unit.TakeWhile(char.IsAsciiLetter)]);
            var index = Array.FindIndex(DurationUnits, known => known.Unit == letters);
            if (letters.Length == 0) return Fail($"A unit is needed, for example '{rest}s' or '{rest}m'.", out problem);
            if (index < 0) return Fail($"'{letters}' is not a unit of time; known are ms, s, m, h, d.", out problem);
            if (index <= lastUnit) return Fail($"'{text}' names its units out of order; write the largest first.", out problem);
            if (number > 1e12m) return Fail($"'{text}' is longer than 366 days.", out problem);
            total += number * DurationUnits[index].Milliseconds;
            lastUnit = index;
            rest = unit[letters.Length..].TrimStart();
        }

        if (total > 366m * 86_400_000) return Fail($"'{text}' is longer than 366 days.", out problem);
        value = TimeSpan.FromTicks((long)(total * TimeSpan.TicksPerMillisecond));
        problem = "";
        return true;
    }

    /// <summary>A duration as it would be written: <c>1m30s</c>, <c>250ms</c>, <c>0s</c>; never finer than milliseconds.</summary>
    public static string Text(TimeSpan duration)
    {
        var (left, text) = ((long)Math.Round(Math.Abs(duration.TotalMilliseconds)), "");
        foreach (var (unit, milliseconds) in DurationUnits)
        {
            if (left < milliseconds) continue;
            text += (left / milliseconds).ToString(CultureInfo.InvariantCulture) + unit;
            left %= milliseconds;
        }

        return text.Length == 0 ? "0s" : duration < TimeSpan.Zero ? "-" + text : text;
    }

    private static bool Fail(string sentence, out string problem)
    {
        problem = sentence;
        return false;
    }
}
