namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Makes files that only their owner can read from their first byte on.</summary>
internal static class PrivateFile
{
    /// <summary>Creates the file, which must not exist, with mode 0600, and brings it to the disk.</summary>
    public static void Create(string path, string text)
    {
#pragma warning disable CA1416 // hosts and controllers are Unix; .NET asks because the option means nothing on Windows
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
#pragma warning restore CA1416
        using var stream = new FileStream(path, options);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
