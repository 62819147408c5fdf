using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;

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
        command.SetAction(async (parse, stop) =>
        {
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var json = parse.GetValue(options.Json);
            if (run.Journal.Ended is { } end && !Resumption.IsTakenUpAfter(end))
                return RunView.Refused("run.ended", $"{found.Id} has ended: {end.Reason} ({end.ExitCode}). Apply again, or take it back: lmr rollback {found.Id}", json);
            if (found.Store.IsAlive(found.Id)) return RunView.Refused("run.alive", $"{found.Id} is at work just now. lmr runs watch {found.Id} follows it.", json);
            await using var left = await LeftRun.OpenAsync(parse, options, found.Store, found.Id, run.Plan, stop);
            return left is null ? ExitCodes.Refused : await GoOnAsync(left, found.Store, found.Id, run, json, stop);
        });
        return command;
    }

    private static async Task<int> GoOnAsync(LeftRun left, RunStore store, string id, (Plan Plan, JournalReading Journal) run, bool json, CancellationToken stop)
    {
        var (hosts, alive) = await new ResumeReader(left.Sessions, id, run.Plan, run.Journal).SettledAsync(Say.Progress, TimeProvider.System, stop);
        if (alive is not null) return RunView.Refused(alive.Reason, $"{alive.What} {alive.Remedy}", json);
        if (await left.ReadAsync(hosts, json, stop) is not { } read) return ExitCodes.Refused;
        if (Adoption.Of(read.Readings.Values.Where(reading => reading.Claim?.Run != id), store).Refused is { } held) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", json);
        var resumption = new Resumption(id, run.Plan, read.Now, run.Journal, hosts, host => left.Sessions.Trouble(host)?.What ?? $"{host} does not answer.");
        using var stored = store.Continue(id, run.Journal, TimeProvider.System);
        // Nobody else has taken it up since it was read: its lock is held from here on.
        if (stored is null || store.JournalOf(id).Records.Count != run.Journal.Records.Count) return RunView.Refused("run.alive", $"{id} was taken up by somebody else just now.", json);
        var kept = PlanFile.Write(resumption.Plan);
        stored.KeepPlan(kept);
        stored.Append(new RunResumed(PlanFile.DigestOf(kept), run.Journal.TornBytes));
        Interruption.RunBegins();
        if (run.Journal.TornBytes > 0) Say.Progress($"The last record of {id} was being written when it broke off: {run.Journal.TornBytes} bytes of it are cut off.");
        Say.Progress($"Run {id} goes on");
        using var log = new RunLog(store, id);
        var loop = new RunLoop(resumption.Plan, read.Readings, read.Terms, left.Sessions, stored, log.Tell, TimeProvider.System, resumption.Position);
        var mine = hosts.Where(host => host.Value.Claim.Claim is { State: not ClaimState.Done } claim && claim.RunId == id).Select(host => KeyValuePair.Create(host.Key, id)).ToValueMap();
        var summary = await loop.RunAsync(mine, stop);
        RunView.Print(summary, resumption.Plan, json);
        ResumeLine.Print(store, summary);
        return summary.ExitCode;
    }
}
