using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs;

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
        choice.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var batches = RunBatch.Of(run.Plan, run.Journal);
            if (Hosts(parse.GetValue(inventory) ?? [], parse.GetValue(limit), batches, parse.GetValue(json)) is not { } chosen) return ExitCodes.Refused;
            await using var sessions = await HostSessions.OpenAsync(chosen.Inventory, chosen.Hosts, Math.Max(1, parse.GetValue(forks)), stop);
            var reader = new RollbackReader(sessions, found.Id, run.Plan, batches);
            var plan = await reader.ReadAsync(run.Journal, [.. chosen.Hosts.Select(host => host.Name)], stop);
            if (!parse.GetValue(json)) Console.Out.Write(PlanView.Safe(RollbackText.Of(plan)));
            var adoption = Adoption.Of(reader.Readings.Values, found.Store);
            if (adoption.Refused is { } held) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", parse.GetValue(json));
            if (!plan.HasWork) return RunView.Nothing(Ended(plan), parse.GetValue(json));
            if (!parse.GetValue(yes) && !await Say.ConfirmedAsync("Take these changes back?", stop)) return ExitCodes.Refused;
            var summary = await RunAsync(plan, run.Plan, batches, adoption, sessions, found.Store, stop);
            RunView.Print(summary, null, parse.GetValue(json));
            return summary.ExitCode;
        });
        return command;
    }

    private static int Ended(RollbackPlan plan)
    {
        Say.Progress("Nothing to take back.");
        return (plan.Unread.Count > 0 ? RunSummary.Unreachable : 0) | (plan.Items.Any(item => item.State == BackState.ChangedSince) ? RunSummary.HumanNeeded : 0);
    }

    private static (Inventory Inventory, IReadOnlyList<InventoryHost> Hosts)? Hosts(string[] paths, string? limit, IReadOnlyList<RunBatch> batches, bool json)
    {
        var findings = new Findings();
        var inventory = InventoryReader.Read(paths, findings);
        var limited = inventory is null || limit is null ? null : HostPattern.Select(inventory, limit, null, findings);
        var touched = batches.Select(batch => batch.Host).Distinct(StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in touched.Where(host => inventory is not null && inventory.Host(host) is null)) findings.Add(CliProblems.HostGone(gone));
        DiagnosticsView.Print(findings, json);
        return findings.HasErrors || inventory is null ? null : (inventory, [.. (limited ?? inventory.Hosts).Where(host => touched.Contains(host.Name))]);
    }

    private static async Task<RunSummary> RunAsync(
        RollbackPlan plan, Plan original, IReadOnlyList<RunBatch> batches, Adoption adoption, HostSessions sessions, RunStore store, CancellationToken stop)
    {
        using var stored = store.Create(RunId.New(TimeProvider.System), TimeProvider.System);
        var kept = PlanFile.Write(original);
        stored.KeepPlan(kept);
        stored.Journal.Append(new RunBegan(stored.Id, original.Runbook, PlanFile.DigestOf(kept), [.. original.Hosts.Select(host => host.Name)], plan.Run));
        Interruption.RunBegins();
        Say.Progress($"Run {stored.Id}, which takes back {plan.Run}");
        using var log = new RunLog(store, stored.Id);
        return await new RollbackLoop(plan, batches, sessions, stored, log.Tell, adoption, ClaimWait.None(TimeProvider.System)).RunAsync(stop);
    }
}
