using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>What can be wrong with a guest catalogue: codes LMR420 to LMR429.</summary>
[ProblemFamily]
internal static class GuestProblems
{
    public static Diagnostic MatchesNobody(SourceSpan at) => new(
        "LMR420", Severity.Error, at, "This entry matches no guest.", "Guests are found by their name or by their metadata.", "Add 'name', as name: \"db-*\".");

    public static Diagnostic NeverReached(GuestEntry entry, GuestEntry first) => new(
        "LMR421", Severity.Error, entry.Span, "This entry is never reached.", $"The one at line {first.Span.Line} matches all of its guests, and the first match counts.",
        "Move it above that one, or remove it.");

    public static Diagnostic ApartAndTogether(Placed<string> apart, Placed<string> together) => new(
        "LMR422", Severity.Error, together.Span, "Guests cannot be both apart and on one host.",
        $"Those of '{together.Value}' must be together, and '{apart.Value}' keeps the same ones apart.", "Take one of the two groups away.");

    public static Diagnostic ReadinessNeeds(Readiness readiness, string key) => new(
        "LMR423", Severity.Error, readiness.Span, $"'readiness' by {Word(readiness)} needs '{key}'.", "It must know whom to ask.", $"Add '{key}', or ask the guest agent with by: agent.");

    public static Diagnostic ReadinessTakesNo(Readiness readiness, string key) => new(
        "LMR424", Severity.Error, readiness.Span, $"'readiness' by {Word(readiness)} takes no '{key}'.", "It would be passed over.", $"Remove '{key}', or ask another way: ping needs an address, tcp an address and a port.");

    public static Diagnostic PauseOutside(Placed<TimeSpan> pause) => new(
        "LMR425", Severity.Error, pause.Span, $"A pause cannot be {Quantity.Text(pause.Value)}.", "QEMU takes 1ms to 2000s.", "Write a pause in this range: 300ms.");

    public static Diagnostic NotHeeded(GuestEntry entry, IReadOnlyList<string> keys) => new(
        "LMR426", Severity.Warning, entry.Span, $"This version does not heed {string.Join(", ", keys)}.",
        "Guests are placed and moved as if it were not written.", "Keep it for later versions, and look at the plan's moves yourself.");

    public static Diagnostic Empty(SourceSpan at) => new(
        "LMR427", Severity.Error, at, "The catalogue has no entry.", "It would say nothing about any guest.", "Add an entry, or remove the file.");

    private static string Word(Readiness readiness) => readiness.By.ToString().ToLowerInvariant();
}
