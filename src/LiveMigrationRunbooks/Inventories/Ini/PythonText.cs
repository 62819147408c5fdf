using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Inventories.Ini;

/// <summary>Quoted texts as Python writes them, with the prefixes <c>r</c> and <c>u</c>, three quotes and escapes.</summary>
internal static class PythonText
{
    public static bool Starts(string text, int at)
    {
        if (at < text.Length && text[at] is 'r' or 'R' or 'u' or 'U') at++;
        return at < text.Length && text[at] is '\'' or '"';
    }

    /// <summary>The text that begins at <paramref name="at"/>, which moves behind it; null where it does not end.</summary>
    public static string? Read(string text, ref int at)
    {
        var raw = text[at] is 'r' or 'R';
        if (char.IsAsciiLetter(text[at])) at++;
        var quote = text[at].ToString();
        if (text.AsSpan(at).StartsWith(quote + quote + quote, StringComparison.Ordinal)) quote += quote + quote;
        at += quote.Length;
        var value = new StringBuilder();
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith(quote, StringComparison.Ordinal))
            {
                at += quote.Length;
                return value.ToString();
            }

            if (text[at] != '\\') value.Append(text[at++]);
            else if (at + 1 >= text.Length) return null;
            else if (raw)
            {
                value.Append(text, at, 2);
                at += 2;
            }
            else if (!Escape(text, ref at, value)) return null;
        }

        return null;
    }

    private static bool Escape(string text, ref int at, StringBuilder value)
    {
        var letter = text[at + 1];
        at += 2;
        switch (letter)
        {
            case '\\' or '\'' or '"': value.Append(letter); return true;
            case 'n': value.Append('\n'); return true;
            case 't': value.Append('\t'); return true;
            case 'r': value.Append('\r'); return true;
            case 'a': value.Append('\a'); return true;
            case 'b': value.Append('\b'); return true;
            case 'f': value.Append('\f'); return true;
            case 'v': value.Append('\v'); return true;
            case 'x': return Code(text, ref at, 2, value);
            case 'u': return Code(text, ref at, 4, value);
            case 'U': return Code(text, ref at, 8, value);
            // Names of characters, which would need the whole Unicode table.
            case 'N': return false;
            case >= '0' and <= '7':
                var code = letter - '0';
                for (var more = 0; more < 2 && at < text.Length && text[at] is >= '0' and <= '7'; more++, at++)
                    code = (code * 8) + (text[at] - '0');
                value.Append((char)code);
                return true;
            // An escape that means nothing stays as it is written.
            default: value.Append('\\').Append(letter); return true;
        }
    }

    private static bool Code(string text, ref int at, int length, StringBuilder value)
    {
        if (at + length > text.Length || !int.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out var code) || code is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF)) return false;
        value.Append(char.ConvertFromUtf32(code));
        at += length;
        return true;
    }
}
