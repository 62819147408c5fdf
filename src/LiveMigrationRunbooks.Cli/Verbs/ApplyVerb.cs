using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Plans, shows the plan, asks, and carries it out.</summary>
internal static class ApplyVerb
{
    public static Command Command()
    {
        var options = new VerbOptions();
        var yes = new Option<bool>("--yes", "-y", "--auto-approve") { Description = "Do not ask." };
        var check = new Option<bool>("--check", "-C") { Description = "Only show the plan, as 'lmr plan' does; no secret is read." };
        var outside = new Option<bool>("--outside-window") { Description = "Begin, and go on, while the runbook's window is closed; plan and journal say so." };
        var step = new Option<bool>("--step") { Description = "Ask before each stage and before the changes of each host; on a terminal." };
        var timeout = new LockTimeout();
        var command = new Command("apply", "Bring the hosts to what the runbook says.") { yes, check, outside, step, timeout.Option };
        options.AddTo(command);
        command.SetAction(async (parse, stop) =>
        {
            if (Loaded.From(parse, options, readsSecrets: !parse.GetValue(check)) is not { } loaded) return ExitCodes.Refused;
            var json = parse.GetValue(options.Json);
            if (parse.GetValue(step) && Console.IsInputRedirected) return RunView.Refused("step.no_terminal", "--step asks on a terminal, and there is none.", json);
            await using var hosts = await HostsRead.OpenAsync(loaded, parse.GetValue(options.Forks), stop);
            var store = RunStore.Beside(loaded.Runbook.Path);
            var wait = parse.GetValue(check) ? ClaimWait.None(TimeProvider.System) : timeout.Wait(parse);
            if (await PlanAsync(hosts, store, wait, json, stop) is not { } planned) return ExitCodes.Refused;
            var (plan, adoption) = planned;
            if (plan.Window is { } window) plan = plan with { Window = window with { Outside = parse.GetValue(outside) } };
            if (!json) PlanView.Print(plan, json);
            if (parse.GetValue(check)) return plan.Unread.Any() ? ExitCodes.Unread : ExitCodes.Done;
            if (Approval.Refusal(plan) is { } refusal) return RunView.Refused(refusal.Reason, refusal.Explanation, json);
            if (adoption.Refused is { } held && plan.HasDeeds) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", json);
            if (!plan.HasDeeds)
            {
                Say.Progress("Nothing to do.");
                return RunView.Nothing(plan.Unread.Any() ? ExitCodes.Unread : ExitCodes.Done, json);
            }
            if (!parse.GetValue(yes) && !await Say.ConfirmedAsync("Apply this plan?", stop)) return ExitCodes.Refused;
            if (Stored(store, plan) is not { } stored) return ExitCodes.Refused;
            using (stored)
            {
                var summary = await RunAsync(hosts, plan, adoption, wait, parse.GetValue(step), store, stored, stop);
                RunView.Print(summary, plan, json);
                return summary.ExitCode;
            }
        });
        return command;
    }

    // A job that a dead run left behind changes what there is to plan: it is waited for, and then everything is read again.
    private static async Task<(Plan Plan, Adoption Adoption)?> PlanAsync(HostsRead hosts, RunStore store, ClaimWait wait, bool json, CancellationToken stop)
    {
        var told = false;
        while (true)
        {
            if (await hosts.PlanAsync(json, stop) is not { } plan || hosts.Probed is not { } probed) return null;
            var adoption = Adoption.Of(probed.Readings.Values, store, Demand.First(plan));
            if (adoption.Refused is { } held && plan.HasDeeds && wait.Helps(held.Reason))
            {
                await wait.PauseAsync(held.What, stop);
                continue;
            }
            foreach (var host in adoption.Dead.Where(_ => !told)) Say.Progress($"{host.Key} was left by run {host.Value}, which was interrupted; it is taken over.");
            if (adoption.AtWork.Count == 0) return (plan, adoption);
            if (!told) Say.Progress($"A job of it is still at work on {string.Join(", ", adoption.AtWork)}; waiting for its end.");
            told = true;
            await Task.Delay(TimeSpan.FromSeconds(2), stop);
        }
    }

    // A disk that is full is found here, before the first host is touched.
    private static StoredRun? Stored(RunStore store, Plan plan)
    {
        var id = RunId.New(TimeProvider.System);
        try
        {
            var stored = store.Create(id, TimeProvider.System);
            var kept = PlanFile.Write(plan);
            stored.KeepPlan(kept);
            stored.Journal.Append(new RunBegan(stored.Id, plan.Runbook, PlanFile.DigestOf(kept), [.. plan.Hosts.Select(host => host.Name)], null) { OutsideWindow = plan.Window is { Outside: true } ? true : null });
            return stored;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            store.Discard(id);
            Say.Refused("journal.unwritable", $"{store.Folder} cannot be written: {problem.Message}");
            return null;
        }
    }

    private static async Task<RunSummary> RunAsync(HostsRead hosts, Plan plan, Adoption adoption, ClaimWait wait, bool asks, RunStore store, StoredRun stored, CancellationToken stop)
    {
        var probed = hosts.Probed ?? throw new InvalidOperationException("A plan was made from readings.");
        Interruption.RunBegins();
        Say.Progress($"Run {stored.Id}");
        using var log = new RunLog(store, stored.Id);
        var loop = new RunLoop(plan, probed.Readings, new MoveTerms(probed.Runbook), hosts.Sessions, stored, log.Tell, TimeProvider.System) { Wait = wait, Steps = new StepByStep(asks ? Say.AskedAsync : null) };
        return await loop.RunAsync(adoption, stop);
    }
}
