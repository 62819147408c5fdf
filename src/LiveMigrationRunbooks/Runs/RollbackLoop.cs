using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Takes a run's changes back: each host's batches from the last to the first, then everything read again.</summary>
public sealed class RollbackLoop(RollbackPlan plan, IReadOnlyList<RunBatch> batches, HostSessions sessions, StoredRun stored, Action<RunEvent> tell, Adoption adoption, ClaimWait wait)
{
    private readonly RunRecord _record = new(stored, tell);
    private readonly Claims _claims = new(sessions, stored.Id, adoption, wait);

    private ValueList<string> Hosts => [.. plan.Items.Where(item => item.State == BackState.Back).Select(item => item.Host).Distinct(StringComparer.Ordinal)];

    public async Task<RunSummary> RunAsync(CancellationToken stop)
    {
        var taken = await _claims.TakeAsync(new Demand(Hosts, ValueMap<long>.Empty), whole: true, _ => [], stop);
        if (taken.Refused.Values.FirstOrDefault() is { } refused)
        {
            _record.Mean(new RunEnded(RunSummary.Refused, refused.Reason));
            return new RunSummary(stored.Id, RunSummary.Refused, refused.Reason, [refused.What, refused.Remedy], []);
        }
        foreach (var item in plan.Items.Where(item => item.State == BackState.ChangedSince))
            _record.End(item.Deed, DeedEnd.Held, $"{item.Deed.Step.Name}: somebody else changed it since; it is left as it is");
        await sessions.EachAsync(Hosts, HostAsync, CancellationToken.None);
        var held = _record.Results.Where(result => result.End == DeedEnd.Held).Select(result => result.Deed.Host).ToHashSet(StringComparer.Ordinal);
        await _claims.ReleaseAllButAsync([]);
        var summary = Summary(held.Count > 0);
        _record.Mean(new RunEnded(summary.ExitCode, summary.Reason));
        return summary;
    }

    private async Task HostAsync(string host)
    {
        var back = plan.Items.Where(item => item.Host == host && item.State == BackState.Back).Select(item => item.Deed.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var batch in batches.Where(batch => batch.Host == host).Reverse())
        {
            var done = batch.Deeds.Where(deed => deed is OperationDeed || back.Contains(deed.Id)).ToList();
            if (done.OfType<ChangeDeed>().Any()) await BatchAsync(batch, done);
        }
    }

    private async Task BatchAsync(RunBatch batch, List<Deed> done)
    {
        var back = await new BatchReturn(sessions, _claims, _record).DoAsync(plan.Run, batch, done);
        foreach (var (deed, problem) in back.Changes)
            _record.End(deed, problem is null ? DeedEnd.Done : DeedEnd.Held, $"{deed.Step.Name}: {(problem is null ? "as it was" : $"not taken back: {problem}")}");
        foreach (var (deed, ran) in back.Operations)
            _record.End(deed, ran ? DeedEnd.Done : DeedEnd.Failed, $"{deed.Step.Name}: {(ran ? "run again" : "could not be run again")}");
    }

    private RunSummary Summary(bool held)
    {
        var lost = plan.Unread.Count > 0;
        var failed = _record.Results.Any(result => result.End == DeedEnd.Failed);
        var code = (failed ? RunSummary.HostFailed : 0) | (lost ? RunSummary.Unreachable : 0) | (held ? RunSummary.HumanNeeded : 0);
        var reason = held ? "rollback.incomplete" : failed ? "host.failed" : lost ? "host.unreachable" : "done";
        return new RunSummary(stored.Id, code, reason, [], [.. _record.Results.OrderBy(result => result.Deed.Host, StringComparer.Ordinal).ThenBy(result => result.Deed.Id, StringComparer.Ordinal)]);
    }
}
