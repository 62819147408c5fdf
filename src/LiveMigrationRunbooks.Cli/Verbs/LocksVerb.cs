using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Shows which run has which host, as the hosts say; works from any machine that reaches them.</summary>
internal static class LocksVerb
{
    public static Command Command() => new("locks", "Who has which host.") { ListCommand() };

    private static Command ListCommand()
    {
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder.", Required = true };
        var limit = new Option<string>("--limit", "-l") { Description = "Only these hosts.", DefaultValueFactory = _ => "all" };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("list", "Claims, reservations and armed guards of hosts, and whether anything of their run lives.") { inventory, limit, json };
        command.SetAction(async (parse, stop) =>
        {
            var findings = new Findings();
            var known = InventoryReader.Read(parse.GetValue(inventory) ?? [], findings);
            var hosts = known is null ? [] : HostPattern.Select(known, parse.GetValue(limit) ?? "all", null, findings);
            DiagnosticsView.Print(findings, parse.GetValue(json));
            if (known is null || findings.HasErrors) return ExitCodes.Refused;
            await using var sessions = await HostSessions.OpenAsync(known, hosts, 16, stop, Say.TriedAgain, Verbosity.Connectors());
            var locks = await HostLocks.ReadAsync(sessions, [.. hosts.Select(host => host.Name)], stop);
            Console.Out.Write(parse.GetValue(json) ? ResultJson.Of(locks) + "\n" : PlanView.Safe(LocksText.Of(locks)));
            return locks.Any(host => host.Trouble is not null) ? ExitCodes.Unread : ExitCodes.Done;
        });
        return command;
    }
}
