using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What is told when the second net under secrets has caught one: code LMR936.</summary>
[ProblemFamily]
internal static class SecretLeakProblems
{
    public static Diagnostic InPlan() => new(
        "LMR936", Severity.Error, null, "The plan holds the value of a secret, so it is not shown.",
        "The same letters stand in the open in the runbook, the inventory or on a host, or lmr has let them out.",
        "Look for a place where the secret is written out; where there is none, report it as a fault of lmr.");
}
