using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with programs that are run around the moves of guests: codes LMR547 to LMR554.</summary>
[ProblemFamily]
internal static class HookProblems
{
    private const string Anybody = "Whoever may change the runbook could run anything here, so each hook must be trusted outside of it.";

    /// <summary>A shorter time would fail on a busy machine; a guest that waits longer is forgotten.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) Within = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static Diagnostic NotTrusted(SourceSpan at, string command, string remedy) => new(
        "LMR547", Severity.Error, at, $"The hook '{command}' is not trusted.", Anybody, remedy);

    public static Diagnostic WillBeRefused(SourceSpan at, string command, string remedy) => new(
        "LMR548", Severity.Warning, at, $"apply refuses the hook '{command}' here: it is not trusted.", Anybody, remedy);

    public static Diagnostic NoProgram(SourceSpan at, string program) => new(
        "LMR549", Severity.Error, at, $"There is no program '{program}' for a hook.", "With a slash it is looked for from the folder of the runbook, else in PATH; it must be executable.", "Install it, or write where it is.");

    public static Diagnostic MissingProgram(SourceSpan at, string program) => new(
        "LMR550", Severity.Warning, at, $"There is no program '{program}' on this machine for a hook.", "Whoever applies must have it: with a slash in its name from the folder of the runbook, else in PATH, and executable.", "Install it where lmr applies, or write where it is.");

    public static Diagnostic Template(Placed<string> word) => new(
        "LMR551", Severity.Error, word.Span, "A template cannot stand in a hook.", "A hook is one command for all guests; nothing is put in.", "Let it read the guest's data on its standard input.");

    public static Diagnostic Empty(SourceSpan at) => new(
        "LMR552", Severity.Error, at, "This hook names no program.", "'argv' is empty.", "Write the program and its arguments: argv: [hooks/drain.sh, pool-a].");

    public static Diagnostic Outside(Placed<TimeSpan> within) => new(
        "LMR553", Severity.Error, within.Span, $"A hook cannot have {Quantity.Text(within.Value)}.", "It may take 1s to 1h.", "Write a time in this range: 30s.");

    public static Diagnostic Nothing(SourceSpan at) => new(
        "LMR554", Severity.Error, at, "'hooks' does not say when.", "Nothing would be run.", "Write before_guest, or after_guest, or both.");
}
