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
    private readonly Claims _claims = new(sessions, stored.Id);

    private string? _incomplete;

    private ValueList<string> Touched => [.. plan.Deeds.Where(deed => deed is not LeaveDeed).SelectMany(HostsOf).Distinct(StringComparer.Ordinal)];

    /// <param name="adopted">Dead runs of this controller whose hosts are taken over, by host.</param>
    /// <param name="stop">When it is cancelled nothing new is begun; what is under way is ended or left safe.</param>
    public async Task<RunSummary> RunAsync(IReadOnlyDictionary<string, string> adopted, CancellationToken stop)
    {
        // Between the plan and somebody's yes the window may have closed.
        if (plan.Window is { } closed && closed.HasEnded(time.GetUtcNow())) return NotBegun("window.closed", $"The window was {closed.Told()}.");
        var stale = new Staleness(plan, readings);
        var (refused, results) = await _claims.TakeAsync(Touched, adopted, stale.Items, stop);
        if (refused is not null) return NotBegun(refused.Reason, refused.What, refused.Remedy);
        if (stale.Moved(results) is { Count: > 0 } moved)
        {
            await _claims.ReleaseAsync(Touched, CancellationToken.None);
            return NotBegun("plan.stale", [.. moved]);
        }

        foreach (var left in plan.Deeds.OfType<LeaveDeed>()) _record.End(left, DeedEnd.Held, $"{left.Step.Name}: {left.Why}");
        var window = new WindowWatch(plan.Window, _record, time);
        foreach (var play in plan.Deeds.GroupBy(deed => deed.Play))
            if (!await PlayAsync(play.Key, [.. play], window, stop)) break;
        if (window.StoppedSomething) _incomplete = "window.ended";
        foreach (var deed in plan.Deeds.Where(deed => !_record.IsEnded(deed))) _record.End(deed, DeedEnd.NotRun, "not run");
        return await FinishAsync(stop.IsCancellationRequested);
    }

    private RunSummary NotBegun(string reason, params string[] explanation)
    {
        _record.Mean(new RunEnded(RunSummary.Refused, reason));
        return new RunSummary(stored.Id, RunSummary.Refused, reason, [.. explanation], []);
    }

    private async Task<bool> PlayAsync(int play, ValueList<Deed> deeds, WindowWatch window, CancellationToken stop)
    {
        if (new RequiredPlays(plan, _record, host => sessions.Trouble(host) is not null).Unmet(play) is { } unmet)
        {
            _record.Tell("", $"'{plan.Plays[play].Name}' is not begun: {unmet}");
            foreach (var deed in deeds) _record.End(deed, DeedEnd.NotRun, $"not begun: {unmet}");
            _incomplete ??= "play.required";
            return true;
        }
        var batch = new BatchRun(sessions, _claims, _record, readings, plan.Plays[play].RollsBack, time);
        var run = new StageRun(plan, sessions, _claims, _record, terms, window, time);
        var gate = new GateRun(sessions, _record, readings);
        foreach (var stage in deeds.GroupBy(deed => deed.Stage))
        {
            if (stop.IsCancellationRequested || window.HasEnded()) return false;
            if (!await run.DoAsync(play, stage.Key, [.. stage], batch, gate, stop))
            {
                if (!run.IsWithinBudget(play)) await new BudgetReturn(sessions, _claims, _record).DoAsync(plan.Plays[play].OverBudget, stage.Key, batch.Standing);
                return false;
            }
            if (stage.Key + 1 < plan.Plays[play].Stages.Count) await window.SoakAsync(TimeSpan.FromSeconds(plan.Plays[play].SoakSeconds), "", stop);
        }
        return true;
    }

    private async Task<RunSummary> FinishAsync(bool interrupted)
    {
        var lost = plan.Hosts.Where(host => sessions.Trouble(host.Name) is not null).ToList();
        foreach (var host in lost.Select(host => (host.Name, Trouble: sessions.Trouble(host.Name)!)))
            _record.Mean(new HostLost(host.Name, host.Trouble.Reason, host.Trouble.What, host.Trouble.Remedy));
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var summary = RunSummary.Of(stored.Id, [.. _record.Results.OrderBy(result => order.GetValueOrDefault(result.Deed.Id, int.MaxValue))], lost, interrupted, _incomplete);
        // What a rollback leaves as it is belongs to whoever changed it; the host is free.
        var held = _record.Results.Where(result => result.End == DeedEnd.Held && plan.Returns is null).SelectMany(result => HostsOf(result.Deed)).ToHashSet(StringComparer.Ordinal);
        await _claims.HoldAsync([.. held], CancellationToken.None);
        // Where a guest is still on its way the claim stays open: the next apply takes it over and looks.
        var open = _record.Results.Where(result => result.End == DeedEnd.UnderWay).SelectMany(result => HostsOf(result.Deed)).ToHashSet(StringComparer.Ordinal);
        await _claims.ReleaseAsync([.. Touched.Except(held).Except(open)], CancellationToken.None);
        _record.Mean(new RunEnded(summary.ExitCode, summary.Reason));
        return summary;
    }

    private static IEnumerable<string> HostsOf(Deed deed) => deed switch
    {
        MoveDeed move => [move.Host, move.Move.Target],
        SettleDeed settle => [settle.Host, settle.Move.Target],
        UndefineDeed undefine => [undefine.Host, undefine.Move.Target],
        _ => [deed.Host],
    };
}
