namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>
/// Tells by its name whether a variable holds a secret. The last word decides: <c>db_password</c> does, <c>password_file</c> and
/// <c>token_url</c> do not.
/// </summary>
public static class SecretName
{
    private static readonly string[] s_words =
        ["password", "passwd", "passphrase", "secret", "token", "apikey", "api_key", "private_key", "privatekey", "access_key", "secret_key", "credential", "credentials"];

    // Short ones are ends of other words too: bypass, cwd.
    private static readonly string[] s_wholeWords = ["pass", "pwd"];

    /// <param name="path">A key, or a dotted path whose last part counts.</param>
    public static bool LooksSecret(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..].Replace('-', '_').ToLowerInvariant();
        if (name.EndsWith('s') && s_words.Contains(name[(name.LastIndexOf('_') + 1)..^1])) name = name[..^1];
        return Array.Exists(s_words, word => name.EndsWith(word, StringComparison.Ordinal))
            || Array.Exists(s_wholeWords, word => name == word || name.EndsWith("_" + word, StringComparison.Ordinal));
    }
}
