using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Adds a program to the user's list of those that may run while <c>lmr</c> reads and plans.</summary>
internal static class ExecutableTrust
{
    public static async Task<int> AddAsync(string program, bool yes, CancellationToken stop)
    {
        var file = RegularFile.Read(program, TrustedExecutables.MaximumSize);
        if (file.Refusal != FileRefusal.None) return Say.Refused("trust.unreadable", $"'{DiagnosticText.Safe(program)}' cannot be read. {file.Why}");
        var path = Path.GetFullPath(program);
        var digest = TrustedExecutables.Digest(file.Bytes.Span);
        Console.Out.WriteLine($"{DiagnosticText.Safe(path)}  SHA-256  {digest}");
        var list = TrustedExecutables.DefaultPath;
        var trusted = TrustedExecutables.Read(list);
        if (trusted.Trusts(digest))
        {
            Console.Out.WriteLine($"trusted already in {list}");
            return ExitCodes.Done;
        }

        if (!yes && !await Say.ConfirmedAsync("Have you read this program, and may lmr run it as you?", stop)) return ExitCodes.Refused;
        try
        {
            Write(list, trusted.With(digest, path).Text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Say.Refused("trust.unwritable", problem.Message);
        }

        Console.Out.WriteLine($"trusted in {list}; a changed content has to be trusted again");
        return ExitCodes.Done;
    }

    /// <summary>Beside the list, then renamed over it; nobody else may write it.</summary>
    private static void Write(string list, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(list) ?? "/", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var fresh = $"{list}.{Guid.NewGuid():N}";
        using (var stream = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, list, overwrite: true);
    }
}
