using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Cli;

/// <summary>The command that goes on with a run, as it can be pasted into a shell where its hosts were left.</summary>
internal static class ResumeLine
{
    public static string Of(IRunStore store, string run)
    {
        // The store lies in .lmr/runs beside the runbook, and any name in that folder finds it.
        var beside = Path.GetDirectoryName(Path.GetDirectoryName(store.Folder)) ?? ".";
        return beside == Directory.GetCurrentDirectory() ? $"lmr resume {run}" : $"lmr resume {run} --runbook {ShellQuote.ForReading(Path.Combine(beside, "runbook.yml"))}";
    }
}
