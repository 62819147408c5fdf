using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with a migration policy: codes LMR441 to LMR449.</summary>
[ProblemFamily]
internal static class PolicyProblems
{
    public static Diagnostic Unknown(Placed<string> name, IEnumerable<string> known) => new(
        "LMR441", Severity.Error, name.Span, $"There is no policy '{name.Value}'.", $"Policies stand under 'policies:' of the runbook; {ShippedPolicies.Names} are always there.",
        Suggestion.Fix(name.Value, known, "policy"));

    public static Diagnostic ExtendsItself(Placed<string> extends, IEnumerable<string> chain) => new(
        "LMR442", Severity.Error, extends.Span, "A policy extends itself.", $"The way goes {string.Join(" -> ", chain)}.", "Let one of them extend a shipped policy.");

    public static Diagnostic IsShipped(string name, SourceSpan at) => new(
        "LMR443", Severity.Error, at, $"The policy '{name}' is always there and cannot be changed.", "Whoever reads the name expects the known values.", $"Give yours a name of its own, with extends: {name}.");

    public static Diagnostic TooSlow(Placed<ByteRate> rate) => new(
        "LMR444", Severity.Error, rate.Span, $"{Quantity.TextOfRate(rate.Value.BytesPerSecond)} is too slow.", "libvirt limits in whole MiB/s.", "Write at least 1MiB/s.");

    public static Diagnostic StartsAboveCeiling(string name, SourceSpan at, MigrationPolicy policy) => new(
        "LMR445", Severity.Error, at, $"The pause of '{name}' starts above its ceiling.", $"It starts at {policy.PauseStartMs}ms, and the ceiling is {policy.PauseCeilingMs}ms.", "Lower 'start', or raise 'ceiling'.");

    public static Diagnostic PauseOutside(Placed<TimeSpan> pause) => new(
        "LMR446", Severity.Error, pause.Span, $"A pause cannot be {Quantity.Text(pause.Value)}.", $"QEMU takes 1ms to {MigrationPolicy.LongestPauseMs / 1000}s.", "Write a pause in this range: 300ms.");

    public static Diagnostic NoTime(Placed<TimeSpan> deadline) => new(
        "LMR447", Severity.Error, deadline.Span, "A deadline of 0s leaves no time.", "Every move would be cancelled at once.", "Write the longest time that a move may take: 30m.");
}
