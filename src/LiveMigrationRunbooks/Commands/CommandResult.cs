using System.Text;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// What one command answered. <paramref name="ExitCode"/> is the command's own; 124 is the time-out of <c>timeout</c>, 127 a missing program.
/// <paramref name="Lost"/> counts bytes of output beyond the cap that were cut off.
/// </summary>
public sealed record CommandResult(int ExitCode, ReadOnlyMemory<byte> Out, ReadOnlyMemory<byte> Err, long Lost = 0)
{
    /// <summary>It ended well and was heard to the end: what was cut off would be read as something else than it is.</summary>
    public bool Succeeded => ExitCode == 0 && Lost == 0;

    /// <summary>Standard output as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Out.Span);

    public string ErrorText => Encoding.UTF8.GetString(Err.Span);

    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One line that says what went wrong: the last line of standard error, how much was cut off, or the exit code.</summary>
    public string Complaint => Lost > 0 ? $"it answered too much: {Lost} bytes were cut off"
        : Brief.Of(ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? $"exit code {ExitCode}", Brief.Sentence);

    public static CommandResult OfText(string text, int exitCode = 0, string error = "") =>
        new(exitCode, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(error));
}
