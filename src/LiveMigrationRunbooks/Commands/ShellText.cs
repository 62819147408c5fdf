namespace LiveMigrationRunbooks.Commands;

/// <summary>Shell texts of more than one line; each is a <c>.sh</c> file beside its user, embedded under its path in this project.</summary>
public static class ShellText
{
    /// <param name="path">As <c>Steps/edit-key.sh</c>.</param>
    public static string Of(string path)
    {
        using var stream = typeof(ShellText).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"No shell text '{path}' is embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
