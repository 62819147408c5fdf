using System.CommandLine;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Says everything that can be known without asking a host.</summary>
internal static class ValidateVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var command = new Command("validate", "Check runbook and inventory; no host is asked.");
        options.AddTo(command);
        command.SetAction(parse =>
        {
            if (Loaded.From(parse, options) is not { } loaded) return ExitCodes.Refused;
            var steps = loaded.Runbook.Plays.Sum(play => play.Steps.Count + play.Handlers.Count + play.Gate.Count);
            var parked = loaded.Offline.Parked;
            if (!parse.GetValue(options.Json))
            {
                foreach (var host in parked) Say.Progress($"note: {ParkedText.Of(host.Host, host.Parked.Reason, host.Parked.Until)}.");
                Console.Out.WriteLine($"{loaded.Runbook.Path}: {Count(loaded.Runbook.Plays.Count, "play")}, {Count(steps, "step")}, {Count(loaded.Offline.Hosts.Count, "host")}; nothing wrong.");
            }
            else if (parked.Count == 0) Console.Out.WriteLine("""{ "format": 1, "diagnostics": [] }""");
            else Console.Out.WriteLine(ResultJson.Of(new { Format = 1, Diagnostics = Array.Empty<object>(), Parked = parked.Select(host => new { host.Host, host.Parked.Reason, host.Parked.Until }) }));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
