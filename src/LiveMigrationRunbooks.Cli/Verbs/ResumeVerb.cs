using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Resuming;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Goes on with a run that broke off: looks what became of it, then the same loop from where its journal ends.</summary>
internal static class ResumeVerb
{
    public static System.CommandLine.Command Command()
    {
        var choice = new RunChoice();
        var options = new ResumeOptions();
        var command = new System.CommandLine.Command("resume", "Go on with a run that was interrupted: its hosts are asked first what became of it.");
        choice.AddTo(command);
        options.AddTo(command);
        var timeout = new LockTimeout();
        command.Options.Add(timeout.Option);
        command.SetAction(async (parse, stop) =>
        {
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var json = parse.GetValue(options.Json);
            if (run.Journal.Ended is { } end && !Resumption.IsTakenUpAfter(end))
                return RunView.Refused("run.ended", $"{found.Id} has ended: {end.Reason} ({end.ExitCode}). Apply again, or take it back: lmr rollback {found.Id}", json);
            if (found.Store.IsAlive(found.Id)) return RunView.Refused("run.alive", $"{found.Id} is at work just now. lmr runs watch {found.Id} follows it.", json);
            await using var left = await LeftRun.OpenAsync(parse, options, found.Store, found.Id, run.Plan, stop);
            return left is null ? ExitCodes.Refused : await GoOnAsync(left, found.Store, found.Id, run, timeout.Wait(parse), json, stop);
        });
        return command;
    }

    private static async Task<int> GoOnAsync(LeftRun left, RunStore store, string id, (Plan Plan, JournalReading Journal) run, ClaimWait wait, bool json, CancellationToken stop)
    {
        RunLog? log = null;
        try
        {
            var resumed = new ResumeRun(store, id, run.Plan, run.Journal, left.Sessions, TimeProvider.System) { Wait = wait };
            if (await resumed.RunAsync(Say.Progress, hosts => left.ReadAsync(hosts, json, stop), Begin, stop) is not { } summary) return ExitCodes.Refused;
            if (summary is { ExitCode: RunSummary.Refused, Results.Count: 0 }) return RunView.Refused(summary.Reason, string.Join(' ', summary.Explanation), json);
            RunView.Print(summary, resumed.Plan, json);
            ResumeLine.Print(store, summary);
            return summary.ExitCode;
        }
        finally
        {
            log?.Dispose();
        }

        Action<RunEvent> Begin()
        {
            Interruption.RunBegins();
            Say.Progress($"Run {id} goes on");
            log = new RunLog(store, id);
            return log.Tell;
        }
    }
}
