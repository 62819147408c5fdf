using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// Tells from a variable's name whether its value had better not be shown. It errs to the side of silence, but not where the name
/// says that it is only about a secret (<c>key_file</c>, <c>token_ttl</c>) or that it is public.
/// </summary>
internal static partial class SecretName
{
    private static readonly string[] Parts = ["password", "passwd", "passphrase", "secret", "token", "credential", "apikey", "privatekey"];

    // Short words are parts of harmless ones (bypass, keyboard, monkey), so they count only when they stand alone.
    private static readonly string[] Words = ["pass", "pwd", "psk", "key", "keys"];

    private static readonly string[] About =
    [
        "file", "files", "path", "dir", "directory", "name", "names", "type", "size", "length", "bits", "count", "ttl", "lifetime",
        "timeout", "expiry", "algorithm", "checking", "policy", "url", "user", "method", "mode", "enabled", "required", "days", "prompt",
    ];

    private static readonly string[] Public = ["public", "pub", "authorized", "host", "known"];

    public static bool Is(string name)
    {
        var words = Word().Matches(name).Select(word => word.Value.ToLowerInvariant()).ToList();
        if (words.Count == 0 || About.Contains(words[^1])) return false;
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            if (Parts.Any(part => word.Contains(part, StringComparison.Ordinal))) return true;
            if (Words.Contains(word) && !(word is "key" or "keys" && index > 0 && Public.Contains(words[index - 1]))) return true;
        }

        return false;
    }

    [GeneratedRegex("[A-Z]*[a-z]+|[A-Z]+")]
    private static partial Regex Word();
}
