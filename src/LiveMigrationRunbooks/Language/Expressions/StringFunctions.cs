using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Texts made from texts, and numbers read from them.</summary>
internal static class StringFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        Made("string.append text with", "Puts a text behind another.", "\"eth1\" | string.append \".100\"", "tt", c => c.Text(0) + c.Text(1)),
        Made("string.prepend text by", "Puts a text in front of another.", "\"1\" | string.prepend \"eth\"", "tt", c => c.Text(1) + c.Text(0)),
        Made("string.upcase text", "Capital letters.", "\"eth1\" | string.upcase", "t", c => c.Text(0).ToUpperInvariant()),
        Made("string.downcase text", "Small letters.", "\"ETH1\" | string.downcase", "t", c => c.Text(0).ToLowerInvariant()),
        Made("string.capitalize text", "The first letter as a capital.", "\"rack a\" | string.capitalize", "t", c => Capital(c.Text(0))),
        Made("string.capitalizewords text", "The first letter of each word as a capital.", "\"rack a\" | string.capitalizewords", "t", c => CapitalWords(c.Text(0))),
        Made("string.handleize text", "Small letters and digits; what is between them is one hyphen.", "\"Rack A, row 2\" | string.handleize", "t", c => Handle(c.Text(0))),
        Made("string.strip text", "Without white space at both ends.", "\"  eth1 \" | string.strip", "t", c => c.Text(0).Trim()),
        Made("string.lstrip text", "Without white space at the begin.", "\"  eth1\" | string.lstrip", "t", c => c.Text(0).TrimStart()),
        Made("string.rstrip text", "Without white space at the end.", "\"eth1  \" | string.rstrip", "t", c => c.Text(0).TrimEnd()),
        Made("string.strip_newlines text", "Without ends of lines.", "\"a\\nb\" | string.strip_newlines", "t", c =>
            c.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)),
        Made("string.escape text", "With escapes for quotes, backslashes and control characters.", "'say \"hi\"' | string.escape", "t", c => Escape(c.Text(0))),
        Made("string.literal text", "The same in double quotes.", "'say \"hi\"' | string.literal", "t", c => $"\"{Escape(c.Text(0))}\""),
        Made("string.base64_encode text", "Base64 of its UTF-8 bytes.", "\"hello\" | string.base64_encode", "t", c => Convert.ToBase64String(Encoding.UTF8.GetBytes(c.Text(0)))),
        new("string.base64_decode text", "The text whose UTF-8 bytes these are.", "\"aGVsbG8=\" | string.base64_decode", "t", DatumKind.Text, Decode),
        Made("string.sha256 text", "SHA-256 of its UTF-8 bytes, in hexadecimal.", "\"test\" | string.sha256", "t", c =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(c.Text(0))))),
        Made("string.pluralize number singular plural", "The first word for 1, else the second.", "2 | string.pluralize \"host\" \"hosts\"", "itt", c =>
            c.Integer(0) == 1 ? c.Text(1) : c.Text(2)),
        new("string.to_int text", "A whole number of 32 bits, or null where it is none.", "\"9000\" | string.to_int", "t", null, c =>
            int.TryParse(c.Text(0), NumberStyles.Integer, CultureInfo.InvariantCulture, out var small) ? new DatumInteger(small) : Datum.Null),
        new("string.to_long text", "A whole number of 64 bits, or null where it is none.", "\"137438953472\" | string.to_long", "t", null, c =>
            long.TryParse(c.Text(0), NumberStyles.Integer, CultureInfo.InvariantCulture, out var big) ? new DatumInteger(big) : Datum.Null),
        new("string.to_double text", "A number, or null where it is none.", "\"0.75\" | string.to_double", "t", null, c =>
            double.TryParse(c.Text(0), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) ? new DatumNumber(number) : Datum.Null),
    ];

    private static Function Made(string signature, string meaning, string example, string kinds, Func<Call, string> make) =>
        new(signature, meaning, example, kinds, DatumKind.Text, call => new DatumText(make(call)));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string CapitalWords(string text)
    {
        var words = new StringBuilder(text);
        for (var (at, begins) = (0, true); at < text.Length; at++)
        {
            if (begins && char.IsLetter(text[at])) (words[at], begins) = (char.ToUpperInvariant(text[at]), false);
            else begins |= char.IsWhiteSpace(text[at]);
        }

        return words.ToString();
    }

    private static string Handle(string text)
    {
        var handle = new StringBuilder();
        var last = '\0';
        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter) && last == '-') continue;
            last = char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-';
            handle.Append(last);
        }

        return handle is [.., '-'] ? handle.ToString(0, handle.Length - 1) : handle.ToString();
    }

    private static string Escape(string text) => string.Concat(text.Select(letter => letter switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\a' => "\\a",
        '\b' => "\\b",
        '\t' => "\\t",
        '\r' => "\\r",
        '\v' => "\\v",
        '\f' => "\\f",
        '\n' => "\\n",
        < ' ' => $"\\x{(int)letter:x2}",
        _ => letter.ToString(),
    }));

    private static Datum? Decode(Call call)
    {
        var bytes = new byte[call.Text(0).Length];
        return Convert.TryFromBase64String(call.Text(0), bytes, out var count)
            ? new DatumText(Encoding.UTF8.GetString(bytes, 0, count))
            : call.Refuse(0, span => ExpressionProblems.BadArgument(span, "This is not Base64.", "Base64 has letters, digits, '+', '/' and '=' at the end."));
    }
}
