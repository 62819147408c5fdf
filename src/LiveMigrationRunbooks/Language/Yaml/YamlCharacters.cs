using System.Buffers;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Letters that word processors and web pages leave behind and that change a value without being seen.</summary>
internal static class YamlCharacters
{
    private const int MaximumLength = 256 * 1024;

    private static readonly SearchValues<char> Invisible = SearchValues.Create("\u00A0\u200B\u200C\u200D\u2060\uFEFF\u202F\u3000\u00AD");

    /// <summary>What is wrong with a scalar's letters, or null. In quotes an invisible letter may be meant.</summary>
    public static Diagnostic? Refuse(YamlScalar scalar)
    {
        if (scalar.Text.Length > MaximumLength) return YamlProblems.LongScalar(scalar.Span with { Length = 1 }, MaximumLength);
        if (!scalar.Plain || scalar.Text.Length == 0) return null;
        var first = scalar.Text[0];
        if (first is '\u201C' or '\u201D' or '\u201E' or '\u2018' or '\u2019' or '\u201A' or '\u00AB' or '\u00BB')
            return YamlProblems.TypographicQuote(scalar.Span, first);
        var index = IndexOfInvisible(scalar.Text);
        if (index < 0) return scalar.Span.Length > scalar.Text.Length ? Swallowed(scalar) : null;
        return YamlProblems.InvisibleCharacter(new TextPlace(scalar.Text, scalar.Span).Of(index, 1), scalar.Text[index]);
    }

    public static int IndexOfInvisible(ReadOnlySpan<char> text) => text.IndexOfAny(Invisible);

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
