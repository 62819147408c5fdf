using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong with the command line around saved plans: codes LMR942 to LMR946.</summary>
[ProblemFamily]
internal static class PlanUseProblems
{
    public static Diagnostic NotWithPlan(string option) => new(
        "LMR942", Severity.Error, null, $"{option} does not go with a saved plan.", "What is done, where and with which values stands in the plan; it was approved so.", "Leave it out, or make another plan with it.");

    public static Diagnostic OnlyWithPlan(string option) => new(
        "LMR943", Severity.Error, null, $"{option} goes with a saved plan only.", "A runbook is planned when it is applied, so nothing can have moved since.", "Leave it out, or apply a file that 'lmr plan -o' wrote.");

    public static Diagnostic NoValidity(string text, string why) => new(
        "LMR944", Severity.Error, null, $"--valid-for {text} is no time that a plan can be valid for.", why, "Say between 1m and 30d, as --valid-for 24h.");

    public static Diagnostic NoFile(string option) => new(
        "LMR945", Severity.Error, null, $"{option} goes with -o only.", "A plan that is only shown is not applied later.", "Add -o FILE, or leave it out.");

    public static Diagnostic NotKnown(int steps) => new(
        "LMR946", Severity.Error, null, $"The plan is not saved: {(steps == 1 ? "a step waits" : $"{steps} steps wait")} for secrets.", "What is not known cannot be approved, and a saved plan does what it says and nothing else.", "Add --secrets: they are compared, and none is kept.");
}
