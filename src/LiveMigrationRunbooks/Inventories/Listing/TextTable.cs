using System.Text;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>A column of a table; one that wraps gives way where the terminal is narrow.</summary>
internal sealed record TextColumn(string Heading, bool Wraps = false);

/// <summary>
/// Aligns rows for a terminal. A column in which nothing stands is left out; where the rows are too wide the widest columns that may
/// wrap give way, and their cells go on in the next line.
/// </summary>
internal sealed class TextTable(params TextColumn[] columns)
{
    private const string Gap = "  ";
    private const int Narrowest = 12;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void AppendTo(StringBuilder text, int width, string indent = "")
    {
        var used = Enumerable.Range(0, columns.Length).Where(column => _rows.Exists(row => row[column].Length > 0)).ToArray();
        var widths = Fit(used, width - indent.Length);
        Line(used.Select(column => columns[column].Heading));
        foreach (var row in _rows)
        {
            var cells = used.Select((column, at) => Wrap(row[column], widths[at])).ToList();
            for (var line = 0; line < cells.Max(cell => cell.Count); line++) Line(cells.Select(cell => line < cell.Count ? cell[line] : ""));
        }

        void Line(IEnumerable<string> cells) =>
            text.Append((indent + string.Join(Gap, cells.Select((cell, at) => cell.PadRight(widths[at])))).TrimEnd()).Append('\n');
    }

    private int[] Fit(int[] used, int width)
    {
        var widths = used.Select(column => Math.Max(columns[column].Heading.Length, _rows.Max(row => row[column].Length))).ToArray();
        var over = widths.Sum() + (Gap.Length * (widths.Length - 1)) - width;
        if (over <= 0) return widths;
        // First as far as no word is cut, then as far as anything can still be read.
        over -= Narrow(widths, over, [.. used.Select(column => columns[column].Wraps ? LongestWord(column) : int.MaxValue)]);
        Narrow(widths, over, [.. used.Select(column => columns[column].Wraps ? Narrowest : int.MaxValue)]);
        return widths;
    }

    private static int Narrow(int[] widths, int over, int[] least)
    {
        var given = 0;
        for (; given < over; given++)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(at => widths[at] > least[at]).DefaultIfEmpty(-1).MaxBy(at => at < 0 ? 0 : widths[at]);
            if (widest < 0) break;
            widths[widest]--;
        }

        return given;
    }

    private int LongestWord(int column) =>
        Math.Max(Narrowest, _rows.Max(row => row[column].Split(' ').Max(word => word.Length)));

    public static List<string> Wrap(string cell, int width)
    {
        if (cell.Length <= width) return [cell];
        var lines = new List<string>();
        var line = "";
        foreach (var word in cell.Split(' '))
        {
            var rest = line.Length == 0 ? word : $"{line} {word}";
            if (rest.Length > width && line.Length > 0)
            {
                lines.Add(line);
                rest = word;
            }

            while (rest.Length > width)
            {
                // A path is best cut between its parts, a setting behind its name.
                var at = rest.LastIndexOfAny(['/', '='], width - 1) is var cut and > 0 ? cut + 1 : width;
                lines.Add(rest[..at]);
                rest = rest[at..];
            }

            line = rest;
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }
}
