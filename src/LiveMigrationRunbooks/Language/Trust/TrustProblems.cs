using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Trust;

/// <summary>Problems of programs that would have to run before anything is decided (LMR170 to LMR173).</summary>
[ProblemFamily]
internal static class TrustProblems
{
    public static Diagnostic NotTrusted(SourceSpan? span, string path, string digest) => new(
        "LMR170", Severity.Error, span, $"The program '{path}' was not run.",
        $"Nobody has trusted it with this content (SHA-256 {digest}); whoever may change the repository could run anything here.",
        $"Read it, then run: lmr trust --executable {path}");

    public static Diagnostic Unreadable(SourceSpan? span, string path, string why) => new(
        "LMR171", Severity.Error, span, $"The program '{path}' cannot be read.", why, "Check the path and its permissions.");
}
