using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using YamlDotNet.Core;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Letters that word processors and web pages leave behind and that change a value without being seen.</summary>
internal static class YamlCharacters
{
    private const int MaximumLength = 256 * 1024;
    private static readonly string[] s_prose = ["name", "description", "content", "reason"];

    /// <summary>What the value of this key is for.</summary>
    public static YamlPlace PlaceUnder(YamlNode key) => key is YamlScalar { Text: var name } && s_prose.Contains(name) ? YamlPlace.Prose : YamlPlace.Value;

    /// <summary>
    /// Tells the first character that cannot be meant, and gives the scalar as it was probably typed. In quotes an invisible letter may be
    /// meant; in a file of Ansible's, whose values are for others too, only what a whole value is wrapped in is told.
    /// </summary>
    public static YamlScalar Mend(YamlScalar scalar, YamlPlace place, ScalarStyle style, YamlDialect dialect, Findings findings)
    {
        // Marks of direction have been told by the file; what reads the value need not stumble over them again.
        if (scalar.Plain && scalar.Text.Any(SourceFile.IsDirectionMark)) scalar = scalar with { Text = string.Concat(scalar.Text.Where(letter => !SourceFile.IsDirectionMark(letter))) };
        if (Refuse(scalar, place, style, dialect) is not { } problem) return scalar;
        if (place == YamlPlace.Key) findings.AddLast(problem, scalar.Span);
        else findings.Add(problem);
        var text = LookAlikes.Plain(scalar.Text).Trim();
        text = scalar.Plain && text.Length > 1 && text[0] is '"' or '\'' ? text.Trim('"', '\'') : text;
        // Nothing between quotes is an empty text, not an empty place.
        return scalar.Text.Length > MaximumLength ? scalar : scalar with { Text = text, Plain = scalar.Plain && text.Length > 0 };
    }

    /// <summary>A key that begins its line with a space that is none: the indentation is not what it seems, so nothing below can be trusted.</summary>
    public static bool HidesIndentation(YamlScalar key)
    {
        if (!key.Plain || key.Text.Length == 0 || !(LookAlikes.IsSpace(key.Text[0]) || LookAlikes.IsHidden(key.Text[0]))) return false;
        var before = key.Span.File.Text.AsSpan(0, key.Span.Start);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    public static int IndexOfInvisible(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
            if (LookAlikes.IsSpace(text[index]) || LookAlikes.IsHidden(text[index])) return index;
        return -1;
    }

    private static Diagnostic? Refuse(YamlScalar scalar, YamlPlace place, ScalarStyle style, YamlDialect dialect)
    {
        if (scalar.Text.Length > MaximumLength) return YamlProblems.LongScalar(scalar.Span with { Length = 1 }, MaximumLength);
        if (scalar.Text.Length == 0 || style is ScalarStyle.Literal or ScalarStyle.Folded) return null;
        var at = new TextPlace(scalar.Text, scalar.Span);
        if (scalar.Plain)
        {
            if (LookAlikes.IsQuote(scalar.Text[0]) && scalar.Text[0] != '\u2032') return YamlProblems.TypographicQuote(at.Of(0, 1), scalar.Text[0]);
            if (IndexOfInvisible(scalar.Text) is >= 0 and var hidden) return YamlProblems.InvisibleCharacter(at.Of(hidden, 1), scalar.Text[hidden]);
        }

        if (dialect == YamlDialect.Core && place != YamlPlace.Prose)
        {
            if (scalar.Plain && IndexOf(scalar.Text, LookAlikes.IsDoubleQuote) is >= 0 and var quote) return YamlProblems.TypographicQuote(at.Of(quote, 1), scalar.Text[quote]);
            if (IndexOfDash(scalar, place) is >= 0 and var dash) return YamlProblems.Dash(at.Of(dash, 1), scalar.Text[dash], LookAlikes.Plain(Word(scalar.Text, dash)));
        }

        return scalar.Plain && scalar.Span.Length > scalar.Text.Length ? Swallowed(scalar) : null;
    }

    /// <summary>A dash that touches a word: <c>–live</c>, <c>49152–49215</c>. One between spaces is punctuation, one written as an escape is meant.</summary>
    private static int IndexOfDash(YamlScalar scalar, YamlPlace place)
    {
        var text = scalar.Text;
        for (var index = 0; index < text.Length; index++)
        {
            if (!LookAlikes.IsDash(text[index])) continue;
            var before = index == 0 ? ' ' : text[index - 1];
            var follows = index + 1 < text.Length && char.IsAsciiLetterOrDigit(text[index + 1]);
            var touches = follows && (char.IsAsciiLetterOrDigit(before) || before is ' ' or '=' or '"' or '\'' or '/' or ':' or ',');
            var written = scalar.Span.File.Text.AsSpan(scalar.Span.Start, scalar.Span.Length).Contains(text[index]);
            if (written && (touches || place == YamlPlace.Key)) return index;
        }

        return -1;
    }

    private static string Word(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf(' ', at - 1) + 1;
        var end = text.IndexOf(' ', at);
        var word = end < 0 ? text[start..] : text[start..end];
        return word.Length > 60 ? word[..60] : word;
    }

    private static int IndexOf(string text, Func<char, bool> isOne)
    {
        for (var index = 0; index < text.Length; index++)
            if (isOne(text[index])) return index;
        return -1;
    }

    /// <summary>A list entry that a plain text above has swallowed, or null.</summary>
    private static Diagnostic? Swallowed(YamlScalar value)
    {
        var start = value.Span.Start;
        foreach (var line in value.Span.File.Text.Substring(start, value.Span.Length).Split('\n'))
        {
            var indent = line.Length - line.TrimStart(' ').Length;
            if (start > value.Span.Start && line.AsSpan(indent).StartsWith("- "))
                return YamlProblems.SwallowedList(new SourceSpan(value.Span.File, start + indent, 1));
            start += line.Length + 1;
        }

        return null;
    }
}
