using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Readers;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Moves one guest, as an evacuation of it alone: looks where it is, plans, shows the plan, asks, and carries it out.</summary>
internal sealed class MigrateVerb
{
    private readonly MigrateOptions _options = new();
    private readonly LockTimeout _timeout = new();
    private readonly Permission _permission = new();

    public static Command Command() => new MigrateVerb().Made();

    private Command Made()
    {
        var command = new Command("migrate", "Move one running guest to another host.") { _timeout.Option };
        _options.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var json = parse.GetValue(_options.Json);
        var findings = new Findings();
        var asked = _options.Asked(parse);
        var loaded = Loaded.Read(asked, findings);
        var targets = loaded is null ? [] : HostPattern.Select(loaded.Inventory, asked.Move!.To, null, findings).Select(host => host.Name).ToList();
        DiagnosticsView.Print(findings, json);
        if (loaded is null || findings.HasErrors) return ExitCodes.Refused;
        var from = asked.Move!.From;
        await using var hosts = await HostsRead.OpenAsync(loaded, parse.GetValue(_options.Forks), stop, from is null ? Standing(loaded.Inventory) : null);
        var place = await new GuestSearch(hosts.Sessions).FindAsync(asked.Move.Guest, from is null ? Standing(loaded.Inventory).Select(host => host.Name) : [from], stop);
        if (Refusal(place, asked.Move, targets, json) is { } end) return end;
        return await PlanAsync(parse, place.Host!, loaded, hosts, stop);
    }

    private async Task<int> PlanAsync(ParseResult parse, string from, Loaded loaded, HostsRead hosts, CancellationToken stop)
    {
        var json = parse.GetValue(_options.Json);
        var findings = new Findings();
        var found = loaded.Found(from, findings);
        DiagnosticsView.Print(findings, json);
        if (found is null) return ExitCodes.Refused;
        var checks = parse.GetValue(_options.Check);
        var applying = new Applying(hosts.For(found), RunStore.Beside(found.Runbook.Path), checks ? ClaimWait.None(TimeProvider.System) : _timeout.Wait(parse), json);
        if (await applying.PlanAsync(null, stop) is not { } planned) return ExitCodes.Refused;
        var (plan, adoption) = planned;
        if (plan.Window is { } window) plan = plan with { Window = window with { Outside = parse.GetValue(_options.Outside) } };
        if (!json || checks) PlanView.Print(plan, json);
        if (checks) return Applying.Unchanged(plan);
        var (breaches, _) = await _permission.OfAsync(parse, found, plan, null, stop);
        return breaches.Count > 0 ? RunView.Refused(breaches, json) : await applying.CarryOutAsync(plan, adoption, parse.GetValue(_options.Yes), asks: false, stop);
    }

    // How it ends where nothing is planned; null where it goes on.
    private static int? Refusal(GuestPlace place, MoveAsked asked, List<string> targets, bool json)
    {
        if (place.Reason is { } reason) return RunView.Refused(reason, place.Explanation ?? "", json);
        if (place.Guest is not { } guest || place.Host is not { } host) return null;
        if (!guest.Condition.IsActive)
            return RunView.Refused("guest.shut_off", $"{asked.Guest} is on {host} ({guest.Condition}): there is no memory to move. Start it there first: virsh start {guest.Name}", json);
        if (!targets.Contains(host)) return null;
        Say.Progress($"{asked.Guest} is on {host} already.");
        return RunView.Nothing(ExitCodes.Done, json);
    }

    // Parked hosts are left alone, here too.
    private static List<InventoryHost> Standing(Inventory inventory) =>
        [.. inventory.Hosts.Where(host => HostSettings.Of(inventory, host, new Findings()).Parked is null)];
}
