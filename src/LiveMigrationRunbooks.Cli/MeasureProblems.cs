using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong with how a plan is to measure guests: code LMR480.</summary>
[ProblemFamily]
internal static class MeasureProblems
{
    public static Diagnostic NoSpan(string text, string why) => new(
        "LMR480", Severity.Error, null, $"--measure-for {text} is no time for which guests can be measured.", why, "Say between 8s and 2m, as --measure-for 30s.");
}
