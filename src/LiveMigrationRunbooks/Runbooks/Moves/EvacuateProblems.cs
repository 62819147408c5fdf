using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with waves, and with what a play requires: codes LMR235 to LMR249.</summary>
[ProblemFamily]
internal static class EvacuateProblems
{
    public static Diagnostic SameWave(Placed<string> name, SourceSpan first) => new(
        "LMR235", Severity.Error, name.Span, $"Two waves are named '{name.Value}'.", $"The first is at line {first.Line}; plan and report tell them by name.", "Give one of them another name.");

    public static Diagnostic SecondRest(Placed<string> name, Placed<string> first) => new(
        "LMR236", Severity.Error, name.Span, $"The wave '{name.Value}' has no 'guests' either.", $"'{first.Value}' at line {first.Span.Line} already takes all that no other wave names.", "Name guests in one of them.");

    public static Diagnostic EmptyWave(Placed<string> name) => new(
        "LMR237", Severity.Error, name.Span, $"The wave '{name.Value}' names nobody.", "'guests' is an empty list.", "Name guests, or remove 'guests': then it takes all that no other wave names.");

    public static Diagnostic TemplateInWave(Placed<string> pattern) => new(
        "LMR238", Severity.Error, pattern.Span, "A template cannot stand here.", "Waves name guests as they are called; nothing is put in.", "Write the name, with * or ? where it varies.");

    public static Diagnostic RequiresUnknown(Placed<string> name, IEnumerable<string> plays) => new(
        "LMR239", Severity.Error, name.Span, $"There is no play '{name.Value}'.", "'requires' names earlier plays of the same runbook.", Suggestion.Fix(name.Value, plays, "play"));

    public static Diagnostic RequiresItself(Placed<string> name) => new(
        "LMR240", Severity.Error, name.Span, $"The play '{name.Value}' requires itself.", "It could never begin.", "Name an earlier play.");

    public static Diagnostic RequiresLater(Placed<string> name) => new(
        "LMR241", Severity.Error, name.Span, $"The play '{name.Value}' stands later.", "Plays are done from top to bottom: it cannot have ended by then.", "Move it up, or remove it here.");
}
