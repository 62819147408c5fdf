using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with the choice of guests that leave, and where they are to go: codes LMR520 to LMR522.</summary>
[ProblemFamily]
internal static class GuestChoiceProblems
{
    public static Diagnostic Nobody(SourceSpan at) => new(
        "LMR520", Severity.Error, at, "This evacuation names nobody.", "'guests' is an empty list, so no guest would leave.", "Name guests, or remove 'guests': then all of them leave.");

    public static Diagnostic Template(Placed<string> word) => new(
        "LMR521", Severity.Error, word.Span, "A guest cannot be named by a template.", "Guests are named as they are called; nothing is put in.", "Write the name or the UUID, with * or ? where it varies.");

    public static Diagnostic SameHost(SourceSpan at, string host) => new(
        "LMR522", Severity.Error, at, "The guest would go where it comes from.", $"--from and --to both name {host}.", "Name another host with --to.");
}
