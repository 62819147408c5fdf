using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Reads texts in quotes: with escapes in single or double ones, as they stand between backquotes.</summary>
internal static class Quoted
{
    public static Token Read(string text, int at) => text[at] == '`' ? Verbatim(text, at) : Escaped(text, at);

    private static Token Escaped(string text, int at)
    {
        var value = new StringBuilder();
        string? bad = null;
        for (var index = at + 1; index < text.Length; index++)
        {
            if (text[index] == text[at])
                return new Token(bad is null ? TokenKind.Text : TokenKind.BadEscape, bad ?? value.ToString(), at, index + 1 - at);
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                value.Append(text[index]);
                continue;
            }

            var (letter, length) = Escape(text, index + 1);
            if (letter is null) bad ??= text.Substring(index, 2);
            value.Append(letter);
            index += length;
        }

        return new Token(TokenKind.Unclosed, text[at..], at, text.Length - at);
    }

    // A backquote inside is written twice.
    private static Token Verbatim(string text, int at)
    {
        for (var index = at + 1; index < text.Length; index++)
        {
            if (text[index] != '`') continue;
            if (index + 1 < text.Length && text[index + 1] == '`') index++;
            else return new Token(TokenKind.Text, text[(at + 1)..index].Replace("``", "`", StringComparison.Ordinal), at, index + 1 - at);
        }

        return new Token(TokenKind.Unclosed, text[at..], at, text.Length - at);
    }

    /// <summary>The letter behind a backslash, or null, and how many letters say it.</summary>
    private static (char? Letter, int Length) Escape(string text, int at) => text[at] switch
    {
        'n' => ('\n', 1),
        'r' => ('\r', 1),
        't' => ('\t', 1),
        'b' => ('\b', 1),
        'f' => ('\f', 1),
        '"' or '\'' or '\\' => (text[at], 1),
        'u' => Code(text, at + 1, 4),
        'x' => Code(text, at + 1, 2),
        _ => (null, 1),
    };

    private static (char?, int) Code(string text, int at, int digits) =>
        at + digits <= text.Length && ushort.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? ((char)code, digits + 1) : (null, 1);
}
