using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs.Readers;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Tells who moved since runs were applied, hosts or runbook; changes nothing and needs no secret.</summary>
internal static class DriftVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var command = new Command("drift", "Compare hosts with the runbook and with what runs left there; nothing is changed.");
        options.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            if (Loaded.From(parse, options, readsSecrets: false) is not { } loaded) return ExitCodes.Refused;
            var json = parse.GetValue(options.Json);
            var findings = new Findings();
            await using var hosts = await HostsRead.OpenAsync(loaded, parse.GetValue(options.Forks), stop);
            if (await new DriftReader(hosts.Sessions, loaded.Binder).ReadAsync(loaded.Offline, findings, stop) is not { } drift)
            {
                DiagnosticsView.Print(findings, json);
                return ExitCodes.Refused;
            }
            // Much of it came from hosts: nothing of it may move the cursor or turn the text round.
            Console.Out.Write(json ? ResultJson.Of(drift) + "\n" : PlanView.Safe(DriftText.Of(drift)));
            return drift.ExitCode;
        });
        return command;
    }
}
