using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;

namespace LiveMigrationRunbooks.Cli;

/// <summary>From hosts that are read to a run that has ended.</summary>
internal sealed class Applying(HostsRead hosts, RunStore store, ClaimWait wait, bool json)
{
    private readonly AppliedPlans _applied = new(store);

    /// <summary>The plan as it is now, and the dead runs whose hosts it takes over; null where something is wrong, which has been told.</summary>
    /// <param name="saved">A plan that is to be carried out: guests go where it placed them.</param>
    public async Task<(Plan Plan, Adoption Adoption)?> PlanAsync(SavedPlan? saved, CancellationToken stop)
    {
        var told = false;
        while (true)
        {
            if (await hosts.PlanAsync(json, stop, saved?.Plan) is not { } plan || hosts.Probed is not { } probed) return null;
            var adoption = Adoption.Of(probed.Readings.Values, store, Demand.First(plan));
            if (adoption.Refused is { } held && plan.HasDeeds && wait.Helps(held.Reason))
            {
                await wait.PauseAsync(held.What, stop);
                continue;
            }
            foreach (var host in adoption.Dead.Where(_ => !told)) Say.Progress($"{host.Key} was left by run {host.Value}, which was interrupted; it is taken over. Its own plan goes on with: {ResumeLine.Of(store, host.Value)}");
            if (adoption.AtWork.Count == 0) return (plan, adoption);
            // A job that a dead run left behind changes what there is to plan: it is waited for, and then everything is read again.
            if (!told) Say.Progress($"A job of it is still at work on {string.Join(", ", adoption.AtWork)}; waiting for its end.");
            told = true;
            await Task.Delay(TimeSpan.FromSeconds(2), stop);
        }
    }

    /// <summary>Carries a plan out that may be applied here, if its hosts are to be had and somebody wants it; prints what became of it, and gives the exit code.</summary>
    /// <param name="agreed">Whether somebody has agreed before, and is not asked.</param>
    /// <param name="asks">Whether somebody is asked before each part.</param>
    public async Task<int> CarryOutAsync(Plan plan, Adoption adoption, bool agreed, bool asks, CancellationToken stop)
    {
        if (Approval.Refusal(plan) is { } refusal) return RunView.Refused(refusal.Reason, refusal.Explanation, json);
        if (adoption.Refused is { } held && plan.HasDeeds) return RunView.Refused(held.Reason, $"{held.What} {held.Remedy}", json);
        if (!plan.HasDeeds)
        {
            Say.Progress("Nothing to do.");
            return RunView.Nothing(Unchanged(plan), json);
        }
        if (plan.Saved is null && !agreed && !await Say.ConfirmedAsync("Apply this plan?", stop)) return ExitCodes.Refused;
        return await RunAsync(plan, adoption, asks, stop);
    }

    /// <summary>How a plan ends that nobody carries out.</summary>
    public static int Unchanged(Plan plan) => plan.Unread.Any() ? ExitCodes.Unread : ExitCodes.Done;

    private async Task<int> RunAsync(Plan plan, Adoption adoption, bool asks, CancellationToken stop)
    {
        var id = RunId.New(TimeProvider.System);
        if (Stored(plan, id) is not { } stored) return ExitCodes.Refused;
        using (stored)
        {
            var summary = await RunAsync(plan, adoption, asks, stored, stop);
            // What was not begun may be tried again.
            if (plan.Saved is { } digest && summary.ExitCode == RunSummary.Refused) _applied.Release(digest, id);
            RunView.Print(summary, plan, json);
            ResumeLine.Print(store, summary);
            return summary.ExitCode;
        }
    }

    // A disk that is full is found here, before the first host is touched.
    private StoredRun? Stored(Plan plan, string id)
    {
        try
        {
            if (plan.Saved is { } wanted && !_applied.Take(wanted, id))
            {
                RunView.Refused("plan.applied", $"run {_applied.RunOf(wanted)} applies this plan.", json);
                return null;
            }
            var stored = store.Create(id, TimeProvider.System);
            var kept = PlanFile.Write(plan);
            stored.KeepPlan(kept);
            stored.Journal.Append(new RunBegan(stored.Id, plan.Runbook, PlanFile.DigestOf(kept), [.. plan.Hosts.Select(host => host.Name)], null) { OutsideWindow = plan.Window is { Outside: true } ? true : null, SignedBy = plan.SignedBy });
            return stored;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            store.Discard(id);
            if (plan.Saved is { } digest) _applied.Release(digest, id);
            Say.Refused("journal.unwritable", $"{store.Folder} cannot be written: {problem.Message}");
            return null;
        }
    }

    private async Task<RunSummary> RunAsync(Plan plan, Adoption adoption, bool asks, StoredRun stored, CancellationToken stop)
    {
        var probed = hosts.Probed ?? throw new InvalidOperationException("A plan was made from readings.");
        Interruption.RunBegins();
        Say.Progress($"Run {stored.Id}");
        using var log = new RunLog(store, stored.Id);
        var loop = new RunLoop(plan, probed.Readings, new MoveTerms(probed.Runbook), hosts.Sessions, stored, log.Tell, TimeProvider.System) { Wait = wait, Steps = new StepByStep(asks ? Say.AskedAsync : null) };
        return await loop.RunAsync(adoption, stop);
    }
}
