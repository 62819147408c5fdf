using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>What is done where a saved plan does not hold any more.</summary>
internal enum OnStale
{
    Refuse,
    Replan,
}

/// <summary>Plans, shows the plan, asks, and carries it out. A saved plan is the answer already: it is held against what is now, and not asked about.</summary>
internal static class ApplyVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var yes = new Option<bool>("--yes", "-y", "--auto-approve") { Description = "Do not ask." };
        var check = new Option<bool>("--check", "-C") { Description = "Only show the plan, as 'lmr plan' does; no secret is read." };
        var outside = new Option<bool>("--outside-window") { Description = "Begin, and go on, while the runbook's window is closed; plan and journal say so." };
        var stale = new Option<OnStale>("--on-stale") { Description = "Where a saved plan does not hold any more: refuse, or replan, show that and ask." };
        var step = new Option<bool>("--step") { Description = "Ask before each stage and before the changes of each host; on a terminal." };
        var timeout = new LockTimeout();
        var command = new Command("apply", "Bring the hosts to what the runbook says, or carry a saved plan out.") { yes, check, outside, stale, step, timeout.Option };
        var permission = new Permission();
        options.AddTo(command);
        permission.AddTo(command);
        options.Runbook.Description = "The runbook, or a plan that 'lmr plan -o' saved.";
        command.SetAction(async (parse, stop) =>
        {
            var json = parse.GetValue(options.Json);
            var isSaved = SavedPlan.Is(parse.GetValue(options.Runbook) ?? "");
            if (!isSaved && parse.GetResult(stale) is { Implicit: false }) return Told(PlanUseProblems.OnlyWithPlan(stale.Name), json);
            if (isSaved && permission.IsWithin(parse)) return Told(PlanUseProblems.NotWithPlan(Permission.Within), json);
            if (!permission.TryApproved(parse, json, out var approved)) return ExitCodes.Refused;
            var choice = isSaved ? SavedPlanChoice.From(parse, options, TimeProvider.System.GetUtcNow()) : null;
            if ((isSaved ? choice?.Loaded : Loaded.From(parse, options, readsSecrets: !parse.GetValue(check), applies: !parse.GetValue(check))) is not { } loaded) return ExitCodes.Refused;
            var store = RunStore.Beside(loaded.Runbook.Path);
            if (choice?.Saved is { } known && new AppliedPlans(store).RunOf(known.Digest) is { } run) return RunView.Refused("plan.applied", $"run {run} applied this plan.", json);
            if (parse.GetValue(step) && Console.IsInputRedirected) return RunView.Refused("step.no_terminal", "--step asks on a terminal, and there is none.", json);
            await using var hosts = await HostsRead.OpenAsync(loaded, parse.GetValue(options.Forks), stop);
            if (choice?.Saved is { } once && await hosts.AppliedAsync(once, stop) is { } told) return RunView.Refused("plan.applied", told, json);
            var wait = parse.GetValue(check) ? ClaimWait.None(TimeProvider.System) : timeout.Wait(parse);
            var applying = new Applying(hosts, store, wait, json);
            if (await applying.PlanAsync(choice?.Saved, stop) is not { } planned) return ExitCodes.Refused;
            var (plan, adoption) = planned;
            if (plan.Window is { } window) plan = plan with { Window = window with { Outside = parse.GetValue(outside) } };
            if (!json) PlanView.Print(plan, json);
            var moved = choice is null ? [] : PlanComparison.Of(choice.Saved.Plan, plan);
            if (moved.Count > 0 && parse.GetValue(stale) == OnStale.Refuse) return RunView.Stale(moved, json);
            if (moved.Count > 0) RunView.TellMoved(moved);
            else if (choice?.Saved is { } saved) plan = plan with { Source = saved.Source, Saved = saved.Digest };
            if (parse.GetValue(check)) return plan.Unread.Any() ? ExitCodes.Unread : ExitCodes.Done;
            // A plan that was made anew is not the one that was signed.
            var (breaches, signer) = await permission.OfAsync(parse, loaded, plan, approved ?? (plan.Saved is null ? null : choice?.Saved), stop);
            if (breaches.Count > 0) return RunView.Refused(breaches, json);
            if (signer is not null) Say.Progress($"Signed by {signer}.");
            plan = (approved is null ? plan : Outside.Kept(plan)) with { SignedBy = signer };
            if (Approval.Refusal(plan) is { } refusal) return RunView.Refused(refusal.Reason, refusal.Explanation, json);
            if (adoption.Refused is { } held && plan.HasDeeds) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", json);
            if (!plan.HasDeeds)
            {
                Say.Progress("Nothing to do.");
                return RunView.Nothing(plan.Unread.Any() ? ExitCodes.Unread : ExitCodes.Done, json);
            }
            if (plan.Saved is null && !parse.GetValue(yes) && !await Say.ConfirmedAsync("Apply this plan?", stop)) return ExitCodes.Refused;
            return await applying.RunAsync(plan, adoption, parse.GetValue(step), stop);
        });
        return command;
    }

    private static int Told(Diagnostic problem, bool json)
    {
        var findings = new Findings();
        findings.Add(problem);
        DiagnosticsView.Print(findings, json);
        return ExitCodes.Refused;
    }
}
