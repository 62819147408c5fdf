using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>The surroundings of the place where the parser gave up. Its own columns are not always where the mistake is.</summary>
internal sealed class YamlLine(SourceFile file, Mark start, Mark end)
{
    private readonly int _start = (int)Math.Clamp(start.Index, 0, file.Text.Length);

    private int LineStart => _start == 0 ? 0 : file.Text.LastIndexOf('\n', _start - 1) + 1;

    private string Before => file.Text[LineStart.._start];

    private string Line => file.Line(file.At(_start).Line);

    /// <summary>The character at the place, or a space at the end of the file.</summary>
    public char Letter => _start < file.Text.Length ? file.Text[_start] : ' ';

    public SourceSpan Point => new(file, _start, 1);

    /// <summary>From the place to the end of its word.</summary>
    public SourceSpan Word
    {
        get
        {
            var from = !AtLineStart && HasEarlierColon ? _start : LineStart + (Line.Length - Line.TrimStart().Length);
            var length = file.Text.AsSpan(from).IndexOfAny(" :\r\n");
            return new SourceSpan(file, from, Math.Max(1, length < 0 ? file.Text.Length - from : length));
        }
    }

    /// <summary>The quote at the place, up to the end of its line.</summary>
    public SourceSpan Opening => new(file, _start, Math.Max(1, Line.Length - Before.Length));

    public bool AtLineStart => Before.Trim().Length == 0;

    public bool HasColon => Line.Contains(": ", StringComparison.Ordinal) || Line.EndsWith(':');

    public bool HasEarlierColon => Before.Contains(": ", StringComparison.Ordinal);

    public bool AtEnd => file.Text.AsSpan(_start).IsWhiteSpace();

    /// <summary>A space that is none, in this line or the one above: it hides a separator or an indentation.</summary>
    public SourceSpan? Invisible
    {
        get
        {
            var at = YamlCharacters.IndexOfInvisible(file.Text.AsSpan(LineAbove, LineStart + Line.Length - LineAbove));
            return at < 0 ? null : new SourceSpan(file, LineAbove + at, 1);
        }
    }

    /// <summary>A colon of another script behind a word that begins this line or the one above: it separates no key from its value.</summary>
    public SourceSpan? ForeignColon
    {
        get
        {
            var text = file.Text.AsSpan(LineAbove, LineStart + Line.Length - LineAbove);
            var at = text.IndexOfAny('\uFF1A', '\uFE55', '\uA789');
            return at < 0 || text[..at].Contains(": ", StringComparison.Ordinal) ? null : new SourceSpan(file, LineAbove + at, 1);
        }
    }

    private int LineAbove => LineStart == 0 ? 0 : file.Text.LastIndexOf('\n', Math.Max(0, LineStart - 2)) + 1;

    /// <summary>A template without quotes in this line.</summary>
    public SourceSpan? Template
    {
        get
        {
            var at = Line.IndexOf(": {{", StringComparison.Ordinal);
            return at < 0 ? null : new SourceSpan(file, LineStart + at + 2, Line.Length - at - 2);
        }
    }

    /// <summary>The first line from here on that is indented with a tab.</summary>
    public SourceSpan? TabBelow
    {
        get
        {
            for (var number = file.At(_start).Line; number <= file.At(file.Text.Length).Line; number++)
            {
                var line = file.Line(number);
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                if (tab >= 0 && line[..tab].Trim(' ').Length == 0 && line.Trim().Length > 0)
                    return new SourceSpan(file, LineOffset(number) + tab, 1);
            }

            return null;
        }
    }

    /// <summary>The first backslash at or after the place whose escape YAML does not know.</summary>
    public SourceSpan BadEscape
    {
        get
        {
            for (var at = _start; at + 1 < file.Text.Length; at++)
            {
                if (file.Text[at] != '\\') continue;
                if (!"0abt\tnvfre \"/\\N_LPxuU\n\r".Contains(file.Text[at + 1], StringComparison.Ordinal))
                    return new SourceSpan(file, at, 2);
                at++;
            }

            return new SourceSpan(file, _start, Math.Max(1, (int)Math.Min(end.Index, file.Text.Length) - _start));
        }
    }

    private int LineOffset(int number)
    {
        var offset = 0;
        for (var line = 1; line < number; line++) offset = file.Text.IndexOf('\n', offset) + 1;
        return offset;
    }
}
