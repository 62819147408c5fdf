using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong with <c>--limit @failed</c>: codes LMR932 to LMR934.</summary>
[ProblemFamily]
internal static class LimitProblems
{
    public static Diagnostic NoSuchRun(string? run, string folder, IReadOnlyList<string> known) => new(
        "LMR932", Severity.Error, null, run is null ? "@failed: the runbook was not applied yet." : $"@failed: there is no run '{run}'.",
        $"The hosts come from what the run left in {folder}.", run is null ? "Name the hosts." : Suggestion.Fix(run, known, "run"));

    public static Diagnostic Unreadable(string run) => new(
        "LMR933", Severity.Error, null, $"@failed: plan or journal of run {run} cannot be read.", "Without both nobody knows what became of its hosts.", "Name the hosts.");

    public static Diagnostic NothingFailed(string run) => new(
        "LMR934", Severity.Error, null, $"@failed: run {run} ended well on all of its hosts.", "There is no host left to do.", "Leave --limit out, or name another run: @failed:RUN.");
}
