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

    private ValueList<string> Touched => [.. plan.Deeds.SelectMany(HostsOf).Distinct(StringComparer.Ordinal)];

    /// <param name="adopted">Dead runs of this controller whose hosts are taken over, by host.</param>
    /// <param name="stop">When it is cancelled nothing new is begun; what is under way is ended or left safe.</param>
    public async Task<RunSummary> RunAsync(IReadOnlyDictionary<string, string> adopted, CancellationToken stop)
    {
        var stale = new Staleness(plan, readings);
        var (refused, results) = await _claims.TakeAsync(Touched, adopted, stale.Items, stop);
        if (refused is not null) return NotBegun(refused.Reason, refused.What, refused.Remedy);
        if (stale.Moved(results) is { Count: > 0 } moved)
        {
            await _claims.ReleaseAsync(Touched, CancellationToken.None);
            return NotBegun("plan.stale", [.. moved]);
        }

        foreach (var stage in plan.Deeds.GroupBy(deed => (deed.Play, deed.Stage)))
        {
            if (stop.IsCancellationRequested || !await StageAsync(plan.Plays[stage.Key.Play], [.. stage], stop)) break;
            await SoakAsync(stage.Key.Play, stage.Key.Stage, stop);
        }
        foreach (var deed in plan.Deeds.Where(deed => !_record.IsEnded(deed))) _record.End(deed, DeedEnd.NotRun, "not run");
        return await FinishAsync(stop.IsCancellationRequested);
    }

    private RunSummary NotBegun(string reason, params string[] explanation)
    {
        _record.Mean(new RunEnded(RunSummary.Refused, reason));
        return new RunSummary(stored.Id, RunSummary.Refused, reason, [.. explanation], []);
    }

    private async Task<bool> StageAsync(PlanPlay play, ValueList<Deed> deeds, CancellationToken stop)
    {
        var moves = new MoveLoop(sessions, _claims, _record, terms, time);
        foreach (var deed in deeds.Where(deed => deed is MoveDeed or SettleDeed or UndefineDeed))
        {
            if (stop.IsCancellationRequested) return false;
            await moves.DoAsync(deed, stop);
            if (_record.Of(deed)?.End is DeedEnd.Held or DeedEnd.UnderWay) return false;
        }
        if (stop.IsCancellationRequested) return false;
        var batch = new BatchRun(sessions, _claims, _record, readings, play.RollsBack);
        await sessions.EachAsync(Batches(deeds), host => batch.DoAsync(host.Host, host.Deeds, stop), CancellationToken.None);
        await new GateRun(sessions, _record, readings).DoAsync([.. deeds.OfType<CheckDeed>().Where(deed => !Failed(deed.Host))]);
        return FailedHosts(play).Count() <= play.MaxFailed;
    }

    // A host that could not be emptied is not changed.
    private IEnumerable<(string Host, ValueList<Deed> Deeds)> Batches(ValueList<Deed> deeds) => deeds
        .Where(deed => deed is ChangeDeed or OperationDeed && !Failed(deed.Host))
        .GroupBy(deed => deed.Host, StringComparer.Ordinal)
        .Select(group => (group.Key, new ValueList<Deed>([.. group])));

    private bool Failed(string host) => sessions.Trouble(host) is not null
        || _record.Results.Any(result => result.Deed.Host == host && result.End is (DeedEnd.Failed or DeedEnd.RolledBack or DeedEnd.Held));

    private IEnumerable<string> FailedHosts(PlanPlay play) => play.Stages.SelectMany(stage => stage).Where(Failed);

    private async Task SoakAsync(int play, int stage, CancellationToken stop)
    {
        if (stage + 1 >= plan.Plays[play].Stages.Count || plan.Plays[play].SoakSeconds <= 0) return;
        _record.Tell("", $"soaking for {plan.Plays[play].SoakSeconds:0} s");
        await Task.Delay(TimeSpan.FromSeconds(plan.Plays[play].SoakSeconds), time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task<RunSummary> FinishAsync(bool interrupted)
    {
        var lost = plan.Hosts.Where(host => sessions.Trouble(host.Name) is not null).ToList();
        foreach (var host in lost.Select(host => (host.Name, Trouble: sessions.Trouble(host.Name)!)))
            _record.Mean(new HostLost(host.Name, host.Trouble.Reason, host.Trouble.What, host.Trouble.Remedy));
        var order = plan.Deeds.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index, StringComparer.Ordinal);
        var summary = RunSummary.Of(stored.Id, [.. _record.Results.OrderBy(result => order[result.Deed.Id])], lost, interrupted);
        var held = _record.Results.Where(result => result.End == DeedEnd.Held).SelectMany(result => HostsOf(result.Deed)).ToHashSet(StringComparer.Ordinal);
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
