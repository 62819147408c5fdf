using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Reads the hosts and shows what apply would do; changes nothing.</summary>
internal static class PlanVerb
{
    private static readonly TimeSpan s_usual = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan s_shortestWindow = TimeSpan.FromSeconds(8);

    // The longest window of it is less than half, and libvirt takes 1 to 60 seconds for one (virsh domdirtyrate-calc).
    private static readonly TimeSpan s_longestWindow = TimeSpan.FromSeconds(120);

    public static Command Command()
    {
        var options = new VerbOptions();
        var detailed = new Option<bool>("--detailed-exitcode") { Description = "End with 2 where there is something to do, or may be." };
        var secrets = new Option<bool>("--secrets") { Description = "Read the secrets too, and show what apply would do with them; without it they stay unknown." };
        var against = new Option<string?>("--base") { Description = "A git revision: what its runbook and inventory would do too is marked as already pending, everything else as from this change." };
        var save = new Option<string?>("--out", "-o") { Description = "Save the plan to this file as well: 'lmr apply FILE' does exactly that, once, or refuses." };
        var valid = new Option<string?>("--valid-for") { Description = "For how long the saved plan may be applied; 24h when left out." };
        var measure = new Option<bool>("--measure") { Description = "Measure how the guests that will move write to their memory, for the forecast of their moves; takes some 15 s and disturbs no guest." };
        var span = new Option<string?>("--measure-for") { Description = "The same, for so long instead of 12s: from 8s to 2m. The longer, the surer, for small guests most of all." };
        var sign = new Option<string?>("--sign") { Description = "Sign the saved plan with this ssh key (a public one where an agent holds it); the signature goes to FILE.sig." };
        var command = new Command("plan", "Show what apply would do; nothing is changed.") { detailed, secrets, against, measure, span, save, valid, sign };
        options.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            var json = parse.GetValue(options.Json);
            if (Validity(parse.GetValue(save), parse.GetValue(valid), parse.GetValue(sign), json) is not { } validFor) return ExitCodes.Refused;
            if (Measured(parse.GetValue(measure), parse.GetValue(span), json) is not { } measured) return ExitCodes.Refused;
            if (Loaded.From(parse, options, readsSecrets: parse.GetValue(secrets)) is not { } loaded) return ExitCodes.Refused;
            await using var reading = await HostsRead.OpenAsync(loaded, parse.GetValue(options.Forks), stop);
            if (await reading.PlanAsync(json, stop, measure: measured > TimeSpan.Zero ? measured : null) is not { } plan) return ExitCodes.Refused;
            if (parse.GetValue(against) is { } reference) plan = await RevisionComparison.MarkAsync(plan, loaded, reading.Sessions, reference, stop);
            PlanView.Print(plan, json);
            if (parse.GetValue(save) is { } path && !Save(path, plan, validFor)) return ExitCodes.Refused;
            if (parse.GetValue(save) is { } saved && parse.GetValue(sign) is { } key && !await PlanSigning.SignAsync(saved, key, stop)) return ExitCodes.Refused;
            return ExitCode(plan, parse.GetValue(detailed));
        });
        return command;
    }

    /// <summary>What is unknown is not clean. A refusal is a result: it stands in the plan. Only hosts that could not be read leave the plan incomplete.</summary>
    private static int ExitCode(Plan plan, bool detailed) =>
        (plan.Unread.Any() ? ExitCodes.Unread : 0) | (detailed && (plan.HasDeeds || plan.HasUnknown || plan.IsBlocked) ? ExitCodes.Changes : 0);

    private static TimeSpan? Validity(string? path, string? text, string? key, bool json)
    {
        var findings = new Findings();
        var validFor = s_usual;
        if (text is not null && path is null) findings.Add(PlanUseProblems.NoFile("--valid-for"));
        if (key is not null && path is null) findings.Add(PlanUseProblems.NoFile("--sign"));
        if (text is not null && !Quantity.TryDuration(text, out validFor, out var problem)) findings.Add(PlanUseProblems.NoValidity(text, problem));
        else if (validFor < TimeSpan.FromMinutes(1) || validFor > s_longest) findings.Add(PlanUseProblems.NoValidity(text ?? "", "It is too short to be read, or so long that nobody remembers it."));
        if (findings.HasErrors) DiagnosticsView.Print(findings, json);
        return findings.HasErrors ? null : validFor;
    }

    // Zero where nothing is to be measured; null where what was said is wrong, which has been printed.
    private static TimeSpan? Measured(bool asked, string? text, bool json)
    {
        if (text is null) return asked ? s_window : TimeSpan.Zero;
        var findings = new Findings();
        if (!Quantity.TryDuration(text, out var span, out var problem)) findings.Add(MeasureProblems.NoSpan(text, problem));
        else if (span < s_shortestWindow || span > s_longestWindow) findings.Add(MeasureProblems.NoSpan(text, "A shorter time says nothing of what is written to again and again, and libvirt takes no more than a minute for one window."));
        if (findings.HasErrors) DiagnosticsView.Print(findings, json);
        return findings.HasErrors ? null : span;
    }

    private static bool Save(string path, Plan plan, TimeSpan validFor)
    {
        var findings = new Findings();
        if (plan.HasUnknown) findings.Add(PlanUseProblems.NotKnown(plan.Lines.Count(line => line.State == LineState.Unknown && line.Differences.Count == 0)));
        // On standard error: the result, which may be JSON, has been printed.
        if (findings.HasErrors) DiagnosticsView.Print(findings, json: false);
        if (findings.HasErrors || plan.Source is not { } source) return false;
        var until = source.MadeAt + validFor;
        try
        {
            SavedPlan.Save(path, plan with { Source = source with { ValidUntil = until } });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Say.Refused("plan.unwritable", $"{path} cannot be written: {problem.Message}");
            return false;
        }
        Say.Progress($"Saved to {path}, valid until {until:yyyy-MM-dd HH:mm} UTC. Apply it with: lmr apply {path}");
        return true;
    }
}
