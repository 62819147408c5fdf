using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>
/// A mistake of syntax ends the reading. Where it is sure to lie in one line, that entry is blanked out and the file read once more, only
/// for what else is wrong below: so two tabs are told in one go. The tree is not used, because an entry is missing from it.
/// </summary>
internal static class YamlRest
{
    // Each mistake costs another reading of the file.
    private const int MostLetters = 200_000;

    /// <param name="more">How many further mistakes are looked for.</param>
    public static void Tell(SourceFile file, SourceSpan mistake, YamlDialect dialect, int more, Findings findings)
    {
        if (more == 0 || file.Text.Length > MostLetters || !IsBalanced(file.Line(mistake.Line))) return;
        var masked = file.Text.ToCharArray();
        var end = Blank(masked, mistake.Line - 1);
        // An anchor that is gone would make its aliases mistakes.
        if (file.Text.AsSpan(mistake.Start, end - mistake.Start).Contains('&')) return;
        var below = new Findings();
        YamlReader.Read(new SourceFile(file.Path, new string(masked)), dialect, below, more - 1);
        foreach (var each in below.Sorted)
            if (each.Span is { } span && span.Start >= end) findings.Add(each with { Span = span with { File = file } });
    }

    /// <summary>A bracket that is open beyond its line takes the next lines with it.</summary>
    private static bool IsBalanced(string line) =>
        line.Count(letter => letter is '[' or '{') == line.Count(letter => letter is ']' or '}');

    /// <summary>Blanks a line and the deeper ones below it; gives the offset behind them.</summary>
    private static int Blank(char[] text, int line)
    {
        var lines = new string(text).Split('\n');
        var start = lines.Take(line).Sum(each => each.Length + 1);
        var indent = Indent(lines[line]);
        var at = start;
        for (var number = line; number < lines.Length; number++)
        {
            if (number > line && lines[number].Trim().Length > 0 && Indent(lines[number]) <= indent) break;
            Array.Fill(text, ' ', at, lines[number].TrimEnd('\r').Length);
            at += lines[number].Length + 1;
        }

        return Math.Min(at, text.Length);
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ', '\t').Length;
}
