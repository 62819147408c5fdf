using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The command that goes on with a run, as it can be pasted into a shell where the run was begun.</summary>
internal static class ResumeLine
{
    public static string Of(IRunStore store, string run)
    {
        var plan = store.PlanOf(run, out _) is { } text ? PlanFile.Read(text) : null;
        // The store lies in .lmr/runs beside the runbook.
        var beside = Path.GetDirectoryName(Path.GetDirectoryName(store.Folder)) ?? ".";
        var runbook = beside == Directory.GetCurrentDirectory() ? "" : $" --runbook {ShellQuote.ForReading(Path.Combine(beside, Path.GetFileName(plan?.Runbook ?? "runbook.yml")))}";
        // What may be a secret was not kept and has to be given again.
        var withheld = string.Concat((plan?.Source?.Withheld ?? []).Select(name => $" -e {name}=VALUE"));
        return $"lmr resume {run}{runbook}{withheld}";
    }

    /// <summary>The last line of a run that was asked to stop; nothing for others.</summary>
    public static void Print(IRunStore store, RunSummary summary)
    {
        if (summary.Reason is RunSummary.WasInterrupted or RunSummary.Cancelled) Say.Progress($"lmr: to go on: {Of(store, summary.Run)}");
    }
}
