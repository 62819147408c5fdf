using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Says everything that can be known without asking a host.</summary>
internal static class ValidateVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var form = new Option<DiagnosticsForm>("--output") { Description = "What is found as text (on standard error), json or sarif (on standard output); --json is short for json." };
        var command = new Command("validate", "Check runbook and inventory; no host is asked.") { form };
        options.AddTo(command);
        command.SetAction(parse =>
        {
            var asked = parse.GetValue(options.Json) ? DiagnosticsForm.Json : parse.GetValue(form);
            var findings = new Findings();
            var loaded = Loaded.Read(parse, options, readsSecrets: false, findings);
            DiagnosticsView.Print(findings, asked, Planner.Parked(loaded?.Offline));
            if (loaded is null || findings.HasErrors) return ExitCodes.Refused;
            if (asked == DiagnosticsForm.Text) Console.Out.WriteLine(Sound(loaded));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Sound(Loaded loaded)
    {
        var steps = loaded.Runbook.Plays.Sum(play => play.Steps.Count + play.Handlers.Count + play.Gate.Count);
        return $"{loaded.Runbook.Path}: {Count(loaded.Runbook.Plays.Count, "play")}, {Count(steps, "step")}, {Count(loaded.Offline.Hosts.Count, "host")}; nothing wrong.";
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
