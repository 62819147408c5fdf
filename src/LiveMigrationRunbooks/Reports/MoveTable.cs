using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Reports;

/// <summary>
/// Moves that go on, side by side: a line of names and a line a guest. What nobody knows of any of them has no column; where the rest is too wide,
/// the least telling columns are left out.
/// </summary>
public static class MoveTable
{
    private const string Gap = "  ";

    /// <summary>A column: the higher its rank, the sooner it is left out.</summary>
    private sealed record Column(string Name, int Rank, bool IsName, Func<MoveNow, string> Cell);

    private static readonly Column[] s_columns =
    [
        new("guest", 0, true, move => move.Guest),
        new("to", 6, true, move => move.Target),
        new("left", 1, false, move => Size(move.Remaining)),
        new("of", 7, false, move => Size(move.Total)),
        new("sends", 2, false, move => Rate(move.Sends)),
        new("writes", 4, false, move => Rate(move.Writes)),
        new("pass", 5, false, move => move.Pass is { } pass ? $"{pass}" : ""),
        new("slowed", 8, false, move => move.SlowedBy is { } share ? $"{share} %" : ""),
        new("time", 3, false, move => Clock(move.Elapsed)),
        new("to go", 2, false, move => move.Left is { } left ? $"~{Clock(left)}" : move.IsEndless ? "no end" : ""),
    ];

    /// <param name="width">Letters of a line; no line is longer.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<MoveNow> moves, int width)
    {
        if (moves.Count == 0) return [];
        var columns = s_columns.Select(column => (Column: column, Cells: moves.Select(column.Cell).ToArray())).Where(column => column.Cells.Any(cell => cell.Length > 0)).ToList();
        while (columns.Count > 1 && Width(columns) > width) columns.Remove(columns.MaxBy(column => column.Column.Rank));
        return [.. Enumerable.Range(-1, moves.Count + 1).Select(row => Cut(string.Join(Gap, columns.Select(column => Padded(column, row))).TrimEnd(), width))];
    }

    private static int Width(List<(Column Column, string[] Cells)> columns) => columns.Sum(column => Width(column)) + (Gap.Length * (columns.Count - 1));

    private static int Width((Column Column, string[] Cells) column) => Math.Max(column.Column.Name.Length, column.Cells.Max(cell => cell.Length));

    private static string Padded((Column Column, string[] Cells) column, int row)
    {
        var text = row < 0 ? column.Column.Name : column.Cells[row];
        return column.Column.IsName ? text.PadRight(Width(column)) : text.PadLeft(Width(column));
    }

    private static string Cut(string line, int width) => line.Length <= width ? line : line[..width];

    private static string Size(long? bytes) => bytes is { } known ? Quantity.TextOfSize(known) : "";

    private static string Rate(long? bytes) => bytes is { } known ? $"{Quantity.TextOfSize(known)}/s" : "";

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
}
