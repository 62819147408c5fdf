using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Takes a run's changes back: reads what became of them, shows what it will do, asks, does it, reads again.</summary>
internal static class RollbackVerb
{
    public static Command Command()
    {
        var choice = new RunChoice();
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder.", Required = true };
        var limit = new Option<string?>("--limit", "-l") { Description = "Only these hosts." };
        var yes = new Option<bool>("--yes", "-y", "--auto-approve") { Description = "Do not ask." };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var forks = new Option<int>("--forks", "-f") { Description = "How many hosts are worked on at the same time.", DefaultValueFactory = _ => 16 };
        var command = new Command("rollback", "Take a run's changes back.") { inventory, limit, yes, json, forks };
        var timeout = new LockTimeout();
        command.Options.Add(timeout.Option);
        choice.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var wait = timeout.Wait(parse);
            await using var read = await ReadAsync(
                parse.GetValue(inventory) ?? [], parse.GetValue(limit), parse.GetValue(forks), parse.GetValue(json), found.Id, run, found.Store, wait, stop);
            if (read is null) return ExitCodes.Refused;
            if (!parse.GetValue(json)) Console.Out.Write(PlanView.Safe(RollbackText.Of(read.Plan)));
            if (read.Adoption.Refused is { } held) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", parse.GetValue(json));
            if (!read.Plan.HasDeeds) return RunView.Nothing(Ended(read.Plan), parse.GetValue(json));
            if (!parse.GetValue(yes) && !await Say.ConfirmedAsync("Take these changes back?", stop)) return ExitCodes.Refused;
            var summary = await RunAsync(read, found.Store, wait, stop);
            RunView.Print(summary, null, parse.GetValue(json));
            ResumeLine.Print(found.Store, summary);
            return summary.ExitCode;
        });
        return command;
    }

    private static int Ended(Plan plan)
    {
        Say.Progress("Nothing to take back.");
        return (plan.Unread.Any() ? RunSummary.Unreachable : 0) | (plan.Deeds.Any(deed => deed is LeaveDeed) ? RunSummary.HumanNeeded : 0);
    }

    private static async Task<RollbackRead?> ReadAsync(
        string[] paths, string? limit, int forks, bool json, string id, (Plan Plan, JournalReading Journal) run, RunStore store, ClaimWait wait, CancellationToken stop)
    {
        var findings = new Findings();
        var inventory = InventoryReader.Read(paths, findings);
        var limited = inventory is null || limit is null ? null : HostPattern.Select(inventory, limit, null, findings);
        var touched = RunBatch.Of(id, run.Plan, run.Journal).Select(batch => batch.Host).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in touched.Where(host => inventory is not null && inventory.Host(host) is null)) findings.Add(CliProblems.HostGone(gone));
        DiagnosticsView.Print(findings, json);
        if (findings.HasErrors || inventory is null) return null;
        List<InventoryHost> hosts = [.. (limited ?? inventory.Hosts).Where(host => touched.Contains(host.Name))];
        var sessions = await HostSessions.OpenAsync(inventory, hosts, Math.Max(1, forks), stop, Say.TriedAgain, Verbosity.Connectors());
        var reader = new RollbackReader(sessions, id, run.Plan, run.Journal);
        // Kept for whoever has to go on with it.
        var asked = new Asked(store.RunbookBeside(run.Plan.Runbook), paths, limit, [], [], [], [], ReadsSecrets: false);
        while (true)
        {
            var plan = await reader.ReadAsync([.. hosts.Select(host => host.Name)], stop) with { Source = asked.Source(Loaded.Tool, TimeProvider.System.GetUtcNow()) };
            var adoption = Adoption.Of(reader.Readings.Values, store, Demand.First(plan));
            if (adoption.Refused is not { } held || !wait.Helps(held.Reason)) return new RollbackRead(sessions, plan, reader.Readings, adoption);
            await wait.PauseAsync(held.What, stop);
        }
    }

    private static async Task<RunSummary> RunAsync(RollbackRead read, RunStore store, ClaimWait wait, CancellationToken stop)
    {
        using var stored = store.Create(RunId.New(TimeProvider.System), TimeProvider.System);
        var kept = PlanFile.Write(read.Plan);
        stored.KeepPlan(kept);
        stored.Journal.Append(new RunBegan(stored.Id, read.Plan.Runbook, PlanFile.DigestOf(kept), [.. read.Plan.Hosts.Select(host => host.Name)], read.Plan.Returns?.Run));
        Interruption.RunBegins();
        Say.Progress($"Run {stored.Id}, which takes back {read.Plan.Returns?.Run}");
        using var log = new RunLog(store, stored.Id);
        return await new RunLoop(read.Plan, read.Readings, MoveTerms.None, read.Sessions, stored, log.Tell, TimeProvider.System) { Wait = wait }.RunAsync(read.Adoption, stop);
    }

    /// <summary>The way back as it was planned, with the sessions that it was read over.</summary>
    private sealed record RollbackRead(HostSessions Sessions, Plan Plan, IReadOnlyDictionary<string, HostReading> Readings, Adoption Adoption) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Sessions.DisposeAsync();
    }
}
