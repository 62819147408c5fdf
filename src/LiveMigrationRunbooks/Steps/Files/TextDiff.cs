using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>What changes between two texts, as people read it: a unified diff without file names, cut where it grows long.</summary>
internal static class TextDiff
{
    private const int MostLines = 40;
    private const int Context = 2;

    // What is compared line by line grows with the square; beyond that everything between the first and the last change is told as changed.
    private const int MostCells = 4_000_000;

    /// <param name="Number">The line of the new text in which it is, or before which it was.</param>
    private sealed record Piece(char Mark, string Text, int Number);

    public static ValueList<string> Of(string before, string after)
    {
        if (before == after) return [];
        var pieces = Pieces(Lines(before), Lines(after));
        var lines = new List<string>();
        var told = -1;
        foreach (var at in Near(pieces))
        {
            if (at != told + 1 || lines.Count == 0) lines.Add($"@@ line {pieces[at].Number}");
            lines.Add(pieces[at].Mark + ShownText.Line(pieces[at].Text));
            told = at;
        }
        return lines.Count <= MostLines ? [.. lines] : [.. lines.Take(MostLines), $"… {lines.Count - MostLines} more lines"];
    }

    /// <summary>The pieces that change, and those beside them.</summary>
    private static IEnumerable<int> Near(List<Piece> pieces)
    {
        var near = new SortedSet<int>();
        for (var at = 0; at < pieces.Count; at++)
            if (pieces[at].Mark != ' ') near.UnionWith(Enumerable.Range(at - Context, (2 * Context) + 1));
        return near.Where(at => at >= 0 && at < pieces.Count);
    }

    // A last line without a newline is another line than one with it.
    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length == 0) return lines[..^1];
        lines[^1] += " (no newline at the end)";
        return lines;
    }

    private static List<Piece> Pieces(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var pieces = new List<Piece>();
        for (var at = 0; at < head; at++) pieces.Add(new Piece(' ', before[at], at + 1));
        pieces.AddRange(Middle(before[head..^tail], after[head..^tail], head));
        for (var at = tail; at > 0; at--) pieces.Add(new Piece(' ', before[^at], after.Length - at + 1));
        return pieces;
    }

    private static IEnumerable<Piece> Middle(string[] before, string[] after, int head)
    {
        var common = Common(before, after);
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && common is not null && before[i] == after[j]) yield return new Piece(' ', before[i++], head + ++j);
            else if (i < before.Length && (j == after.Length || common is null || common[i + 1, j] >= common[i, j + 1])) yield return new Piece('-', before[i++], head + j + 1);
            else yield return new Piece('+', after[j], head + ++j);
        }
    }

    /// <summary>How many lines two rests have in common at most; null where that would take too long.</summary>
    private static int[,]? Common(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells) return null;
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }
}
