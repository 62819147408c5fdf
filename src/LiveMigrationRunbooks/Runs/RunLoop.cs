using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// The one loop: takes the hosts, looks whether the plan is still true, then goes through the deeds stage by stage. What a deed does stands
/// in a file of its own.
/// </summary>
public sealed class RunLoop(Plan plan, IReadOnlyDictionary<string, HostReading> readings, MoveTerms terms, HostSessions sessions, StoredRun stored, Action<RunEvent> tell, TimeProvider time)
{
    private readonly RunRecord _record = new(stored, tell);
    private string? _incomplete;

    /// <summary>How long other runs are waited for.</summary>
    public ClaimWait Wait { get; init; } = ClaimWait.None(time);

    /// <summary>Whoever is asked before each part; nobody, and all is done.</summary>
    public StepByStep Steps { get; init; } = new(null);

    /// <param name="adoption">Dead runs of this controller whose hosts are taken over.</param>
    /// <param name="stop">When it is cancelled nothing new is begun; what is under way is ended or left safe.</param>
    public async Task<RunSummary> RunAsync(Adoption adoption, CancellationToken stop)
    {
        // Between the plan and somebody's yes the window may have closed.
        if (plan.Window is { } closed && closed.HasEnded(time.GetUtcNow())) return NotBegun("window.closed", $"The window was {closed.Told()}.");
        var claims = new Claims(sessions, stored.Id, adoption, Wait);
        var admission = new StageAdmission(plan, sessions, claims, _record, new Staleness(plan, readings));
        if (await admission.FirstAsync(stop) is { } refused) return NotBegun(refused.Reason, [.. refused.Explanation]);

        foreach (var left in plan.Deeds.OfType<LeaveDeed>()) _record.End(left, DeedEnd.Held, $"{left.Step.Name}: {left.Why}");
        var window = new WindowWatch(plan.Window, _record, time);
        foreach (var play in plan.Deeds.GroupBy(deed => deed.Play))
            if (!await PlayAsync(play.Key, [.. play], claims, admission, window, stop)) break;
        if (window.StoppedSomething) _incomplete = "window.ended";
        else if (Steps.Declined) _incomplete ??= "step.declined";
        foreach (var deed in plan.Deeds.Where(deed => !_record.IsEnded(deed))) _record.End(deed, DeedEnd.NotRun, "not run");
        return await FinishAsync(claims, stop.IsCancellationRequested);
    }

    private RunSummary NotBegun(string reason, params string[] explanation)
    {
        _record.Mean(new RunEnded(RunSummary.Refused, reason));
        return new RunSummary(stored.Id, RunSummary.Refused, reason, [.. explanation], []);
    }

    private async Task<bool> PlayAsync(int play, ValueList<Deed> deeds, Claims claims, StageAdmission admission, WindowWatch window, CancellationToken stop)
    {
        if (new RequiredPlays(plan, _record, host => sessions.Trouble(host) is not null).Unmet(play) is { } unmet)
        {
            _record.Tell("", $"'{plan.Plays[play].Name}' is not begun: {unmet}");
            foreach (var deed in deeds) _record.End(deed, DeedEnd.NotRun, $"not begun: {unmet}");
            _incomplete ??= "play.required";
            return true;
        }
        var batch = new BatchRun(sessions, claims, _record, readings, plan.Plays[play].RollsBack, time);
        var run = new StageRun(plan, sessions, claims, admission, _record, terms, window, Steps, time);
        var gate = new GateRun(sessions, _record, readings, time);
        foreach (var stage in deeds.GroupBy(deed => deed.Stage))
        {
            if (stop.IsCancellationRequested || window.HasEnded()) return false;
            if (!await run.DoAsync(play, stage.Key, [.. stage], batch, gate, stop))
            {
                if (!run.IsWithinBudget(play)) await new BudgetReturn(sessions, claims, _record).DoAsync(plan.Plays[play].OverBudget, stage.Key, batch.Standing);
                return false;
            }
            if (stage.Key + 1 < plan.Plays[play].Stages.Count) await window.SoakAsync(TimeSpan.FromSeconds(plan.Plays[play].SoakSeconds), "", stop);
        }
        return true;
    }

    private async Task<RunSummary> FinishAsync(Claims claims, bool interrupted)
    {
        var lost = plan.Hosts.Where(host => sessions.Trouble(host.Name) is not null).ToList();
        foreach (var host in lost.Select(host => (host.Name, Trouble: sessions.Trouble(host.Name)!)))
            _record.Mean(new HostLost(host.Name, host.Trouble.Reason, host.Trouble.What, host.Trouble.Remedy));
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var summary = RunSummary.Of(stored.Id, [.. _record.Results.OrderBy(result => order.GetValueOrDefault(result.Deed.Id, int.MaxValue))], lost, interrupted, _incomplete);
        // What a rollback leaves as it is belongs to whoever changed it; the host is free.
        var held = _record.Results.Where(result => result.End == DeedEnd.Held && plan.Returns is null).SelectMany(result => result.Deed.Touches()).ToHashSet(StringComparer.Ordinal);
        await claims.HoldAsync(held);
        // Where a guest is still on its way the claim stays open: the next apply takes it over and looks.
        var open = _record.Results.Where(result => result.End == DeedEnd.UnderWay).SelectMany(result => result.Deed.Touches()).ToHashSet(StringComparer.Ordinal);
        if (!interrupted) await claims.EndDeadAsync();
        await claims.ReleaseAllButAsync([.. held, .. open]);
        _record.Mean(new RunEnded(summary.ExitCode, summary.Reason));
        return summary;
    }
}
