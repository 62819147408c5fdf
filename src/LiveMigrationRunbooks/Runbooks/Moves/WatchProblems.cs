using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with watching guests from outside: codes LMR523 and LMR524.</summary>
[ProblemFamily]
internal static class WatchProblems
{
    /// <summary>More often than this the asking itself would be what is measured; less often nothing shorter than the pauses of a move would show.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) Every = (TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5));

    public static Diagnostic Nothing(SourceSpan at) => new(
        "LMR523", Severity.Error, at, "'watch' does not say how.", "Nobody would be asked.", "Write ping: 100ms, or tcp: 22, or both.");

    public static Diagnostic Outside(Placed<TimeSpan> every) => new(
        "LMR524", Severity.Error, every.Span, $"A guest cannot be asked every {Quantity.Text(every.Value)}.", "Between 10ms and 5s an outage can be told.", "Write a time in this range: 100ms.");
}
