using System.CommandLine;

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
            if (Loaded.From(parse, options, readsSecrets: false) is not { } loaded) return ExitCodes.Refused;
            var steps = loaded.Runbook.Plays.Sum(play => play.Steps.Count + play.Handlers.Count + play.Gate.Count);
            if (!parse.GetValue(options.Json))
                Console.Out.WriteLine($"{loaded.Runbook.Path}: {Count(loaded.Runbook.Plays.Count, "play")}, {Count(steps, "step")}, {Count(loaded.Offline.Hosts.Count, "host")}; nothing wrong.");
            else Console.Out.WriteLine("""{ "format": 1, "diagnostics": [] }""");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
