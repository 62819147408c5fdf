namespace LiveMigrationRunbooks.Commands;

/// <summary>The one place where a word is quoted for a POSIX shell.</summary>
public static class ShellQuote
{
    /// <summary>Single-quotes a word so that dash, bash and busybox read back the same bytes. A NUL cannot be in an argument and is refused.</summary>
    public static string Word(string word) => word.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("An argument cannot hold NUL.", nameof(word))
        : "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    public static string Line(IEnumerable<string> argv) => string.Join(' ', argv.Select(Word));

    /// <summary>Quotes only where a shell would need it, for people who read.</summary>
    public static string ForReading(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@%+,".Contains(letter, StringComparison.Ordinal)) ? word : Word(word);
}
