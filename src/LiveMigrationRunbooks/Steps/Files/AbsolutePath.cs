namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>Paths that a step may write: absolute, and with one spelling only, so that two writers of one file are seen as such.</summary>
internal static class AbsolutePath
{
    public const string ModePattern = "[0-7]{3,4}";
    public const string ModeWords = "a mode as octal digits in quotes, such as \"0644\"";
    public const string OwnerPattern = "[A-Za-z_][A-Za-z0-9_.-]*[$]?|[0-9]+";
    public const string OwnerWords = "a user or group name, or its number";

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(string path)
    {
        var parts = path.Split('/');
        if (!path.StartsWith('/') || parts.Length < 2 || parts.Skip(1).Any(part => part is "" or "." or "..") || path.Any(char.IsControl))
            yield return ("path", $"'{path}' is not absolute, or has an empty part, '.' or '..'.", "Write the whole path, as /etc/pki/CA/cacert.pem.");
    }

    /// <summary>A mode as <c>stat</c> prints it, without the leading zero.</summary>
    public static string Mode(string mode) => mode.TrimStart('0').PadLeft(3, '0');
}
