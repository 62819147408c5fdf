using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Reads the hosts and shows what apply would do; changes nothing.</summary>
internal static class PlanVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var detailed = new Option<bool>("--detailed-exitcode") { Description = "End with 2 where there is something to do, or may be." };
        var secrets = new Option<bool>("--secrets") { Description = "Read the secrets too, and show what apply would do with them; without it they stay unknown." };
        var against = new Option<string?>("--base") { Description = "A git revision: what its runbook and inventory would do too is marked as already pending, everything else as from this change." };
        var command = new Command("plan", "Show what apply would do; nothing is changed.") { detailed, secrets, against };
        options.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            if (Loaded.From(parse, options, readsSecrets: parse.GetValue(secrets)) is not { } loaded) return ExitCodes.Refused;
            await using var reading = await HostsRead.OpenAsync(loaded, parse.GetValue(options.Forks), stop);
            if (await reading.PlanAsync(parse.GetValue(options.Json), stop) is not { } plan) return ExitCodes.Refused;
            if (parse.GetValue(against) is { } reference) plan = await RevisionComparison.MarkAsync(plan, loaded, reading.Sessions, reference, stop);
            PlanView.Print(plan, parse.GetValue(options.Json));
            return ExitCode(plan, parse.GetValue(detailed));
        });
        return command;
    }

    /// <summary>What is unknown is not clean. A refusal is a result: it stands in the plan. Only hosts that could not be read leave the plan incomplete.</summary>
    private static int ExitCode(Plan plan, bool detailed) =>
        (plan.Unread.Any() ? ExitCodes.Unread : 0) | (detailed && (plan.HasDeeds || plan.HasUnknown || plan.IsBlocked) ? ExitCodes.Changes : 0);
}
