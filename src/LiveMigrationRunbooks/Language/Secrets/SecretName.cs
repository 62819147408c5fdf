using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// Tells from a variable's name whether its value is a secret; not where the name says that it is only about one (<c>key_file</c>,
/// <c>token_ttl</c>) or that it is public.
/// </summary>
public static partial class SecretName
{
    private static readonly string[] s_parts = ["password", "passwd", "passphrase", "secret", "token", "credential", "apikey", "privatekey"];

    // Short words are parts of harmless ones (bypass, keyboard, monkey), so they count only when they stand alone.
    private static readonly string[] s_words = ["pass", "pwd", "psk"];

    private static readonly string[] s_about =
    [
        "file", "files", "path", "dir", "directory", "name", "names", "type", "size", "length", "bits", "count", "ttl", "lifetime",
        "timeout", "expiry", "algorithm", "checking", "policy", "url", "user", "method", "mode", "enabled", "required", "days", "prompt",
    ];

    private static readonly string[] s_public = ["public", "pub", "authorized", "host", "known"];

    private static readonly string[] s_secretKeys = ["private", "api", "access", "encryption", "signing"];

    /// <summary>Whether the value had better not be shown. It errs to the side of silence: any key may be a secret one.</summary>
    public static bool MayBeSecret(string name) => Tells(name, before => before is null || !s_public.Contains(before));

    /// <summary>Whether the value is a secret for sure enough to warn where it is written in the open.</summary>
    /// <param name="path">A key, or a dotted path whose last part counts.</param>
    public static bool LooksSecret(string path) => Tells(path[(path.LastIndexOf('.') + 1)..], before => before is not null && s_secretKeys.Contains(before));

    private static bool Tells(string name, Func<string?, bool> isSecretKey)
    {
        var words = Word().Matches(name).Select(word => word.Value.ToLowerInvariant()).ToList();
        if (words.Count == 0 || s_about.Contains(words[^1])) return false;
        return words.Index().Any(word => s_parts.Any(part => word.Item.Contains(part, StringComparison.Ordinal)) || s_words.Contains(word.Item)
            || (word.Item is "key" or "keys" && isSecretKey(word.Index > 0 ? words[word.Index - 1] : null)));
    }

    [GeneratedRegex("[A-Z]*[a-z]+|[A-Z]+")]
    private static partial Regex Word();
}
