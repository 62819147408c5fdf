using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>How a value may look where programs have handled it: line by line, quoted, escaped, encoded.</summary>
internal static class SecretDisguises
{
    public static IEnumerable<string> Of(string value)
    {
        var whole = value.Trim();
        // A line of a key says enough; one of few letters stands elsewhere by chance.
        var lines = whole.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= SecretNet.LeastLetters && line != whole && !line.StartsWith("-----", StringComparison.Ordinal));
        return new[] { value, whole }.Where(text => text.Length >= SecretNet.LeastLetters).Concat(lines).Distinct(StringComparer.Ordinal).SelectMany(Forms);
    }

    private static IEnumerable<string> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] plain =
        [
            text,
            text.Replace("'", "'\\''", StringComparison.Ordinal),
            text.Replace("'", "'\"'\"'", StringComparison.Ordinal),
            JavaScriptEncoder.Default.Encode(text),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
            Uri.EscapeDataString(text),
            WebUtility.UrlEncode(text),
            WebUtility.HtmlEncode(text),
            Convert.ToHexStringLower(bytes),
            string.Join(':', bytes.Select(letter => $"{letter:x2}")),
        ];
        return plain.Concat(Enumerable.Range(0, 3).Select(shift => Base64(bytes, shift)).SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') }))
            .Distinct(StringComparer.Ordinal);
    }

    // Inside of a longer text a value begins at one of three places of a group, and its first and last letters depend on what stands around it.
    private static string Base64(byte[] bytes, int shift)
    {
        var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]);
        var first = shift == 0 ? 0 : shift + 1;
        return encoded[first..((shift + bytes.Length) * 8 / 6)];
    }
}
