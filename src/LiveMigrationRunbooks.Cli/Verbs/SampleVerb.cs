using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Samples how running guests write to their memory, and has their hosts keep it by hour of the week: plans of that hour rest on it.</summary>
internal static class SampleVerb
{
    public static Command Command()
    {
        var inventory = new Option<string[]>("--inventory", "-i") { Description = "Inventory file or folder.", Required = true };
        var limit = new Option<string>("--limit", "-l") { Description = "Only these hosts.", DefaultValueFactory = _ => "all" };
        var forks = new Option<int>("--forks", "-f") { Description = "How many hosts sample at the same time.", DefaultValueFactory = _ => 16 };
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("sample", "Sample how running guests write to memory, and keep it on their hosts by hour of the week for forecasts.") { inventory, limit, forks, json };
        command.SetAction(async (parse, stop) =>
        {
            var findings = new Findings();
            var known = InventoryReader.Read(parse.GetValue(inventory) ?? [], findings);
            var hosts = known is null ? [] : HostPattern.Select(known, parse.GetValue(limit) ?? "all", null, findings);
            DiagnosticsView.Print(findings, parse.GetValue(json));
            if (known is null || findings.HasErrors) return ExitCodes.Refused;
            await using var sessions = await HostSessions.OpenAsync(known, hosts, Math.Max(1, parse.GetValue(forks)), stop, Say.TriedAgain, Verbosity.Connectors());
            var samples = await HostSamples.TakeAsync(sessions, [.. hosts.Select(host => host.Name)], stop);
            Console.Out.Write(parse.GetValue(json) ? ResultJson.Of(samples) + "\n" : PlanView.Safe(SamplesText.Of(samples)));
            return samples.Any(host => host.Trouble is not null) ? ExitCodes.Unread : ExitCodes.Done;
        });
        return command;
    }
}
