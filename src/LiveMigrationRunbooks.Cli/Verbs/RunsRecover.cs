using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Fetches a run from its hosts to a machine that does not have it, so that it can be resumed or taken back from here.</summary>
internal static class RunsRecover
{
    public static Command Command()
    {
        var run = new Argument<string?>("run") { Description = "Id of the run; the unfinished one when left out.", Arity = ArgumentArity.ZeroOrOne };
        // The only place there is yet; said aloud, because it asks hosts.
        var fromHosts = new Option<bool>("--from-hosts") { Description = "From what its hosts keep of it.", Required = true };
        var beside = new Option<string?>("--runbook") { Description = "The runbook beside which the run shall lie; the current folder when left out." };
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder.", Required = true };
        var limit = new Option<string>("--limit", "-l") { Description = "Only these hosts.", DefaultValueFactory = _ => "all" };
        var forks = new Option<int>("--forks", "-f") { Description = "How many hosts are asked at the same time.", DefaultValueFactory = _ => 16 };
        var command = new Command("recover", "Fetch a run from its hosts, to resume it or to take it back from here.") { run, fromHosts, beside, inventory, limit, forks };
        command.SetAction(async (parse, stop) =>
        {
            var findings = new Findings();
            var known = InventoryReader.Read(parse.GetValue(inventory) ?? [], findings);
            var hosts = known is null ? [] : HostPattern.Select(known, parse.GetValue(limit) ?? "all", null, findings);
            DiagnosticsView.Print(findings, json: false);
            if (known is null || findings.HasErrors) return ExitCodes.Refused;
            await using var sessions = await HostSessions.OpenAsync(known, hosts, Math.Max(1, parse.GetValue(forks)), stop, connectors: Verbosity.Connectors());
            var recovery = await new RunRecovery(sessions).FindAsync([.. hosts.Select(host => host.Name)], parse.GetValue(run), stop);
            foreach (var host in hosts.Where(host => sessions.Trouble(host.Name) is not null)) Say.Progress(DiagnosticText.Safe($"{host.Name}: {sessions.Trouble(host.Name)?.What}"));
            return recovery.Run is { } found ? Keep(found, RunStore.Beside(parse.GetValue(beside) ?? "runbook"), parse.GetValue(beside)) : Say.Refused(recovery.Reason ?? "", recovery.Explanation);
        });
        return command;
    }

    private static int Keep(RecoveredRun run, RunStore store, string? beside)
    {
        if (store.Has(run.Id)) return Say.Refused("run.known", $"{store.Folder} has run {run.Id} already; its journal knows more than the hosts do.");
        using (var stored = store.Create(run.Id, TimeProvider.System))
        {
            stored.KeepPlan(PlanFile.Write(run.Plan));
            foreach (var record in run.Records) stored.Journal.Append(record);
        }
        var ended = run.Records.OfType<RunEnded>().Any();
        Console.Out.WriteLine($"Run {run.Id} of {DiagnosticText.Safe(run.Plan.Runbook)} is in {store.Folder}: {run.Plan.Deeds.Count} deeds, {run.Records.OfType<BatchMeant>().Count()} jobs.");
        if (run.Missing > 0) Console.Out.WriteLine($"{run.Missing} more deeds of it stand on hosts that did not answer, or that it never came to.");
        var where = beside is null ? "" : $" --runbook {beside}";
        Console.Out.WriteLine(ended ? $"It has ended. To take it back: lmr rollback {run.Id}{where} -i INVENTORY" : $"To go on: lmr resume {run.Id}{where}. To take it back: lmr rollback {run.Id}{where} -i INVENTORY");
        return ExitCodes.Done;
    }
}
