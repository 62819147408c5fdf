using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>
/// A line as it is shown, cut around the place that matters. <paramref name="Indent"/> and <paramref name="Width"/> are the place's cells
/// on a terminal, where one letter can be two cells wide, or none.
/// </summary>
internal sealed record SourceExcerpt(string Line, int Indent, int Width)
{
    public static SourceExcerpt Of(string line, int at, int length, int room)
    {
        var start = Math.Clamp(at, 0, line.Length);
        var end = Math.Min(line.Length, start + Math.Max(0, length));
        // A line can have millions of letters; more than the room is never shown of any part.
        var before = Tail(line, start, room);
        var marked = Head(line, start, end, room);
        if (Cells(before) + Cells(marked) > room) before = FromRight(before, Math.Max(8, room - Cells(marked)));
        if (Cells(marked) > room) marked = FromLeft(marked, room);
        var after = FromLeft(Head(line, end, line.Length, room), room - Cells(before) - Cells(marked));
        return new SourceExcerpt(before + marked + after, Cells(before), Cells(marked));
    }

    /// <summary>How many columns of a terminal a text takes.</summary>
    public static int Cells(string text) => text.EnumerateRunes().Sum(Cells);

    private static int Cells(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // East Asian Wide and Fullwidth of Unicode's annex 11, in ranges wide enough to stay short; emoji are among them.
    private static bool IsWide(int value) => value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF)
        or (>= 0x20000 and <= 0x3FFFD);

    private static string Head(string line, int start, int end, int room) =>
        DiagnosticText.Safe(end - start > room + 1 ? line[start..(start + room + 1)] : line[start..end]);

    private static string Tail(string line, int end, int room) => DiagnosticText.Safe(end > room + 1 ? line[(end - room - 1)..end] : line[..end]);

    private static string FromLeft(string text, int room)
    {
        if (Cells(text) <= room) return text;
        var (kept, cells) = (new StringBuilder(), 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((cells += Cells(rune)) > room) break;
            kept.Append(rune);
        }

        return room < 2 ? "" : kept.Append('…').ToString();
    }

    private static string FromRight(string text, int room)
    {
        if (Cells(text) <= room) return text;
        var (runes, cells, from) = (text.EnumerateRunes().ToList(), 1, text.EnumerateRunes().Count());
        while (from > 0 && cells + Cells(runes[from - 1]) <= room) cells += Cells(runes[--from]);
        return room < 2 ? "" : "…" + string.Concat(runes.Skip(from));
    }
}
