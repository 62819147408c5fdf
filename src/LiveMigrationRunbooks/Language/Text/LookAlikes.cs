using System.Text;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// Characters that web pages, word processors and chats put in place of what was typed: they look like ASCII, or like nothing, and are
/// something else. Knows what each is called and what was probably meant.
/// </summary>
public static class LookAlikes
{
    // Letters of other scripts that most typefaces draw like Latin ones, and the Latin ones in the same order.
    private const string Foreign = "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0425\u03BF\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7";
    private const string Latin = "aeopcyxijsABEKMHOPCTXoABEZHIKMNOPTYX";

    public static bool IsQuote(char letter) => IsDoubleQuote(letter) || letter is (>= '\u2018' and <= '\u201B') or '\u2039' or '\u203A' or '\u2032';

    public static bool IsDoubleQuote(char letter) => letter is (>= '\u201C' and <= '\u201F') or '\u00AB' or '\u00BB' or '\u2033';

    public static bool IsDash(char letter) => letter is (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    /// <summary>A space that no parser takes for one.</summary>
    public static bool IsSpace(char letter) => letter is '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000';

    /// <summary>A character that shows nothing at all, marks of direction included.</summary>
    public static bool IsHidden(char letter) => letter is '\u00AD' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
        or (>= '\u2060' and <= '\u2069') or '\u061C' or '\uFEFF';

    /// <summary>Where the first one stands, or -1.</summary>
    public static int IndexIn(string text)
    {
        for (var index = 0; index < text.Length; index++)
            if (text[index] > '\u007F' && Meant(text[index]) != text[index].ToString()) return index;
        return -1;
    }

    /// <summary>The text as it was probably typed.</summary>
    public static string Plain(string text)
    {
        if (IndexIn(text) < 0) return text;
        var plain = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            // Two hyphens of an option are what word processors turn into one dash.
            var option = IsDash(text[index]) && (index == 0 || text[index - 1] is ' ') && index + 2 < text.Length && char.IsAsciiLetter(text[index + 1]) && char.IsAsciiLetter(text[index + 2]);
            plain.Append(option ? "--" : Meant(text[index]));
        }

        return plain.ToString();
    }

    /// <summary>The character's name and number, as <c>en dash (U+2013)</c>.</summary>
    public static string Name(char letter)
    {
        var name = letter switch
        {
            '\u2013' => "en dash",
            '\u2014' => "em dash",
            '\u2212' => "minus sign",
            '\u00A0' => "no-break space",
            '\u202F' => "narrow no-break space",
            '\u200B' => "zero-width space",
            '\u00AD' => "soft hyphen",
            '\uFEFF' => "byte order mark",
            _ when IsDash(letter) => "dash",
            _ when IsQuote(letter) => "typographic quote",
            _ when IsSpace(letter) => "unusual space",
            _ when IsHidden(letter) => "invisible character",
            _ => $"character '{letter}'",
        };
        return $"{name} (U+{(int)letter:X4})";
    }

    private static string Meant(char letter) => letter switch
    {
        _ when letter <= '\u007F' => letter.ToString(),
        _ when IsDash(letter) => "-",
        _ when IsDoubleQuote(letter) => "\"",
        _ when IsQuote(letter) => "'",
        _ when IsSpace(letter) => " ",
        _ when IsHidden(letter) => "",
        '\u2026' => "...",
        >= '\uFF01' and <= '\uFF5E' => ((char)(letter - 0xFEE0)).ToString(),
        _ => Foreign.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Latin[at].ToString() : letter.ToString(),
    };
}
