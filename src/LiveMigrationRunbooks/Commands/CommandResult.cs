using System.Text;

namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// What one command answered. <paramref name="ExitCode"/> is the command's own; 124 is the time-out of <c>timeout</c>, 127 a missing program.
/// <paramref name="Lost"/> counts bytes of output beyond the cap that were cut off.
/// </summary>
public sealed record CommandResult(int ExitCode, ReadOnlyMemory<byte> Out, ReadOnlyMemory<byte> Err, long Lost = 0)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Standard output as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Out.Span);

    public string ErrorText => Encoding.UTF8.GetString(Err.Span);

    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One line that says what went wrong: the last line of standard error, or the exit code.</summary>
    public string Complaint =>
        ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"exit code {ExitCode}";

    public static CommandResult OfText(string text, int exitCode = 0, string error = "") =>
        new(exitCode, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(error));
}
