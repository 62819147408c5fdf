using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Names with ranges, as Ansible expands them: both ends belong to it, zeros in front are kept, a step may follow.</summary>
internal static class HostRange
{
    /// <summary>The most hosts one inventory may name.</summary>
    public const int Limit = 100_000;

    /// <summary>All names that <c>www[01:50:2].rack[a:f]</c> stands for; empty, with the reason told, where it is none.</summary>
    public static IReadOnlyList<string> Expand(string pattern, TextPlace place, Findings findings)
    {
        IReadOnlyList<string> names = [""];
        for (var at = 0; at < pattern.Length;)
        {
            var open = pattern.IndexOf('[', at);
            var literal = pattern[at..(open < 0 ? pattern.Length : open)];
            names = [.. names.Select(name => name + literal)];
            if (open < 0) break;
            var close = pattern.IndexOf(']', open);
            var range = pattern[open..(close < 0 ? pattern.Length : close + 1)];
            var parts = close < 0 ? null : Parts(range);
            if (parts is null) return Refused(InventoryProblems.BadRange(place.Of(open, range.Length), range,
                "A range has two ends of one kind, the smaller first, and perhaps a step."));
            if ((long)names.Count * parts.Count > Limit)
                return Refused(InventoryProblems.TooManyHosts(place.Of(open, range.Length), Limit));
            names = [.. names.SelectMany(name => parts.Select(part => name + part))];
            at = close + 1;
        }

        return names;

        IReadOnlyList<string> Refused(Diagnostic diagnostic)
        {
            findings.Add(diagnostic);
            return [];
        }
    }

    private static List<string>? Parts(string range)
    {
        var ends = range[1..^1].Split(':');
        var step = 1;
        if (ends.Length is < 2 or > 3 || (ends.Length == 3 && (!TryNumber(ends[2], out step) || step == 0))) return null;
        var (first, last) = (ends[0], ends[1]);
        if (first.Length == 0) first = "0";
        if (TryNumber(first, out var from) && TryNumber(last, out var to))
        {
            var padded = first.Length > 1 && first[0] == '0';
            if (to < from || (padded && first.Length != last.Length) || (to - from) / step > Limit) return null;
            var format = padded ? "D" + first.Length : "D";
            return [.. Steps(from, to, step).Select(number => number.ToString(format, CultureInfo.InvariantCulture))];
        }

        if (first is not [var begin] || last is not [var end] || end < begin) return null;
        var oneCase = (char.IsAsciiLetterLower(begin) && char.IsAsciiLetterLower(end))
            || (char.IsAsciiLetterUpper(begin) && char.IsAsciiLetterUpper(end));
        return oneCase ? [.. Steps(begin, end, step).Select(letter => ((char)letter).ToString())] : null;
    }

    private static IEnumerable<int> Steps(int from, int to, int step)
    {
        for (long number = from; number <= to; number += step) yield return (int)number;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
