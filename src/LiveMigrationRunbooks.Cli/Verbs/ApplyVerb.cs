using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Claiming;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>What is done where a saved plan does not hold any more.</summary>
internal enum OnStale
{
    Refuse,
    Replan,
}

/// <summary>Plans, shows the plan, asks, and carries it out. A saved plan is the answer already: it is held against what is now, and not asked about.</summary>
internal sealed class ApplyVerb
{
    private readonly VerbOptions _options = new();
    private readonly Option<bool> _yes = new("--yes", "-y", "--auto-approve") { Description = "Do not ask." };
    private readonly Option<bool> _check = new("--check", "-C") { Description = "Only show the plan, as 'lmr plan' does; no secret is read." };
    private readonly Option<bool> _outside = new("--outside-window") { Description = "Begin, and go on, while the runbook's window is closed; plan and journal say so." };
    private readonly Option<OnStale> _stale = new("--on-stale") { Description = "Where a saved plan does not hold any more: refuse, or replan, show that and ask." };
    private readonly Option<bool> _step = new("--step") { Description = "Ask before each stage and before the changes of each host; on a terminal." };
    private readonly LockTimeout _timeout = new();
    private readonly Permission _permission = new();

    public static Command Command() => new ApplyVerb().Made();

    private Command Made()
    {
        var command = new Command("apply", "Bring the hosts to what the runbook says, or carry a saved plan out.") { _yes, _check, _outside, _stale, _step, _timeout.Option };
        _options.AddTo(command);
        _permission.AddTo(command);
        _options.Runbook.Description = "The runbook, or a plan that 'lmr plan -o' saved.";
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var json = parse.GetValue(_options.Json);
        var isSaved = SavedPlan.Is(parse.GetValue(_options.Runbook) ?? "");
        if (!isSaved && parse.GetResult(_stale) is { Implicit: false }) return Told(PlanUseProblems.OnlyWithPlan(_stale.Name), json);
        if (isSaved && _permission.IsWithin(parse)) return Told(PlanUseProblems.NotWithPlan(Permission.Within), json);
        if (!_permission.TryApproved(parse, json, out var approved)) return ExitCodes.Refused;
        var changes = !parse.GetValue(_check);
        var choice = isSaved ? SavedPlanChoice.From(parse, _options, TimeProvider.System.GetUtcNow()) : null;
        if ((isSaved ? choice?.Loaded : Loaded.From(parse, _options, readsSecrets: changes, applies: changes)) is not { } loaded) return ExitCodes.Refused;
        var store = RunStore.Beside(loaded.Runbook.Path);
        if (choice?.Saved is { } known && new AppliedPlans(store).RunOf(known.Digest) is { } run) return RunView.Refused("plan.applied", $"run {run} applied this plan.", json);
        if (parse.GetValue(_step) && Console.IsInputRedirected) return RunView.Refused("step.no_terminal", "--step asks on a terminal, and there is none.", json);
        await using var hosts = await HostsRead.OpenAsync(loaded, parse.GetValue(_options.Forks), stop);
        if (choice?.Saved is { } once && await hosts.AppliedAsync(once, stop) is { } told) return RunView.Refused("plan.applied", told, json);
        var applying = new Applying(hosts, store, changes ? _timeout.Wait(parse) : ClaimWait.None(TimeProvider.System), json);
        return await PlanAsync(parse, loaded, choice?.Saved, approved, applying, stop);
    }

    /// <summary>The plan as it is now, shown, and held against the one that was saved.</summary>
    private async Task<int> PlanAsync(ParseResult parse, Loaded loaded, SavedPlan? saved, SavedPlan? approved, Applying applying, CancellationToken stop)
    {
        var json = parse.GetValue(_options.Json);
        if (await applying.PlanAsync(saved, stop) is not { } planned) return ExitCodes.Refused;
        var (plan, adoption) = planned;
        if (plan.Window is { } window) plan = plan with { Window = window with { Outside = parse.GetValue(_outside) } };
        if (!json) PlanView.Print(plan, json);
        var moved = saved is null ? [] : PlanComparison.Of(saved.Plan, plan);
        if (moved.Count > 0 && parse.GetValue(_stale) == OnStale.Refuse) return RunView.Stale(moved, json);
        if (moved.Count > 0) RunView.TellMoved(moved);
        else if (saved is not null) plan = plan with { Source = saved.Source, Saved = saved.Digest };
        if (parse.GetValue(_check)) return Applying.Unchanged(plan);
        // A plan that was made anew is not the one that was signed.
        var (breaches, signer) = await _permission.OfAsync(parse, loaded, plan, approved ?? (plan.Saved is null ? null : saved), stop);
        if (breaches.Count > 0) return RunView.Refused(breaches, json);
        if (signer is not null) Say.Progress($"Signed by {signer}.");
        plan = (approved is null ? plan : Outside.Kept(plan)) with { SignedBy = signer };
        return await applying.CarryOutAsync(plan, adoption, parse.GetValue(_yes), parse.GetValue(_step), stop);
    }

    private static int Told(Diagnostic problem, bool json)
    {
        var findings = new Findings();
        findings.Add(problem);
        DiagnosticsView.Print(findings, json);
        return ExitCodes.Refused;
    }
}
