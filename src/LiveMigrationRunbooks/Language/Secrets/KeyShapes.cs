using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>Keys that are known by their looks, though nobody read them here: a tool that cannot make sense of a key on its host tends to print it.</summary>
internal static partial class KeyShapes
{
    /// <summary>The text with a mask in place of each Ceph key, whole or short of its last letter, and of each private key in PEM.</summary>
    public static string Masked(string text)
    {
        if (text.Contains("AQ", StringComparison.Ordinal)) text = Ceph().Replace(text, SecretText.Mask);
        return text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? Pem().Replace(text, SecretText.Mask) : text;
    }

    // Base64 of a header of twelve bytes, which begins with the key's type, 1, and of a key of sixteen.
    [GeneratedRegex("(?<![A-Za-z0-9+/])AQ[A-Za-z0-9+/]{36}={1,2}(?![A-Za-z0-9+/=])", RegexOptions.CultureInvariant)]
    private static partial Regex Ceph();

    // To its end, or to that of a text that breaks off in it. The frame alone is none.
    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^A-Za-z0-9]{1,8}[A-Za-z0-9+/=]{16}(?s:.*?)(-----END [A-Z ]{0,20}PRIVATE KEY-----|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Pem();
}
