using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Lists the runs of this controller, steers one that is at work, and frees the hosts of a run that nobody will end.</summary>
internal static class RunsVerb
{
    public static Command Command() => new("runs", "List runs, follow and steer one from a second terminal, or give one up.")
    {
        ListCommand(),
        RunsWatch.Command(),
        RunsCheck.Command(),
        WishCommand("hold", "Let a run begin nothing new until it is released.", RunWish.Hold, "it begins nothing new; lmr runs release lets it go on"),
        WishCommand("release", "Let a run go on that is held.", RunWish.GoOn, "it goes on"),
        WishCommand("cancel", "End a run as the first Ctrl-C would: nothing new is begun.", RunWish.Cancel, "it begins nothing new, and ends"),
        RunsEscalate.Command(),
        AbandonCommand(),
        RunsRecover.Command(),
    };

    private static Command WishCommand(string verb, string description, RunWish wish, string told)
    {
        var choice = new RunChoice();
        var command = new Command(verb, description);
        choice.AddTo(command);
        command.SetAction(parse =>
        {
            if (choice.Find(parse) is not { } found) return ExitCodes.Refused;
            var (store, id) = found;
            if (store.JournalOf(id).Ended is { } end) return Say.Refused("run.ended", $"{id} has ended: {end.Reason} ({end.ExitCode}).");
            if (!store.IsAlive(id)) return Say.Refused("run.dead", $"{id} is not at work: its process is gone. To go on: {ResumeLine.Of(store, id)}");
            store.Wish(id, wish);
            Say.Progress($"{id}: {told}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command ListCommand()
    {
        var beside = new Option<string?>("--runbook") { Description = "The runbook beside which the runs were made; the current folder when left out." };
        var command = new Command("list", "The runs made here, oldest first.") { beside };
        command.SetAction(parse =>
        {
            var store = RunStore.Beside(parse.GetValue(beside) ?? "runbook");
            foreach (var id in store.Ids.Where(store.Has))
            {
                var journal = store.JournalOf(id);
                var began = journal.Records.OfType<RunBegan>().FirstOrDefault();
                var end = journal.Ended;
                var state = journal.Damage is not null ? "damaged" : end is not null ? $"{end.Reason} ({end.ExitCode})" : store.IsAlive(id) ? "at work" : "interrupted";
                Console.Out.WriteLine($"{id}  {state}  {(began?.Undoes is { } undone ? $"rollback of {undone}" : began?.Runbook)}");
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command AbandonCommand()
    {
        var run = new Argument<string>("run") { Description = "Id of the run, as the refusal named it." };
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder.", Required = true };
        var limit = new Option<string>("--limit", "-l") { Description = "Only these hosts.", DefaultValueFactory = _ => "all" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask: you are certain that the run is dead." };
        var command = new Command("abandon", "Give up a run: its hosts are free for others. What it did stays.") { run, inventory, limit, yes };
        command.SetAction(async (parse, stop) =>
        {
            var findings = new Findings();
            var known = InventoryReader.Read(parse.GetValue(inventory) ?? [], findings);
            var hosts = known is null ? [] : HostPattern.Select(known, parse.GetValue(limit) ?? "all", null, findings);
            DiagnosticsView.Print(findings, json: false);
            if (known is null || findings.HasErrors) return ExitCodes.Refused;
            if (!parse.GetValue(yes) && !await Say.ConfirmedAsync($"Are you certain that {parse.GetValue(run)} is dead?", stop)) return ExitCodes.Refused;
            await using var sessions = await HostSessions.OpenAsync(known, hosts, 16, stop, Say.TriedAgain, Verbosity.Connectors());
            var told = await new Abandonment(sessions, parse.GetValue(run) ?? "").FreeAsync([.. hosts.Select(host => host.Name)], stop);
            foreach (var line in told.Lines) Console.Out.WriteLine(DiagnosticText.Safe(line));
            return told.Freed > 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }
}
