using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

public enum Severity
{
    Error,
    Warning,
}

/// <summary>
/// A problem that the author of a file can mend. <paramref name="What"/> is a short sentence, <paramref name="Why"/> the reason,
/// <paramref name="Fix"/> what to do, with a suggestion where one is near. Codes are <c>LMR</c> and three or four digits, never used again.
/// </summary>
public sealed record Diagnostic(string Code, Severity Severity, SourceSpan? Span, string What, string Why, string Fix);
