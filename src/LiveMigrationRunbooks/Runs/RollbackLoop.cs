using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Takes a run's changes back: each host's batches from the last to the first, then everything read again.</summary>
public sealed class RollbackLoop(RollbackPlan plan, IReadOnlyList<RunBatch> batches, HostSessions sessions, StoredRun stored, Action<RunEvent> tell)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly RunRecord _record = new(stored, tell);
    private readonly Claims _claims = new(sessions, stored.Id);

    private ValueList<string> Hosts => [.. plan.Items.Where(item => item.State == BackState.Back).Select(item => item.Host).Distinct(StringComparer.Ordinal)];

    public async Task<RunSummary> RunAsync(IReadOnlyDictionary<string, string> adopted, CancellationToken stop)
    {
        var (refused, _) = await _claims.TakeAsync(Hosts, adopted, _ => [], stop);
        if (refused is not null)
        {
            _record.Mean(new RunEnded(RunSummary.Refused, refused.Reason));
            return new RunSummary(stored.Id, RunSummary.Refused, refused.Reason, [refused.What, refused.Remedy], []);
        }
        foreach (var item in plan.Items.Where(item => item.State == BackState.ChangedSince))
            _record.End(item.Deed, DeedEnd.Held, $"{item.Deed.Step.Name}: somebody else changed it since; it is left as it is");
        await sessions.EachAsync(Hosts, HostAsync, CancellationToken.None);
        var held = _record.Results.Where(result => result.End == DeedEnd.Held).Select(result => result.Deed.Host).ToHashSet(StringComparer.Ordinal);
        await _claims.ReleaseAsync(Hosts, CancellationToken.None);
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
            if (done.OfType<ChangeDeed>().Any()) await BatchAsync(host, batch, done);
        }
    }

    private async Task BatchAsync(string host, RunBatch batch, List<Deed> done)
    {
        var number = _record.NextBatch(host);
        _record.Mean(new BatchMeant(host, number, [.. done.Select(deed => deed.Id)]));
        var job = new RollbackBatch(plan.Run, batch.Batch, batch.Deeds, done).Job(_record.Run, number);
        var readings = new Dictionary<string, HostReading> { [host] = HostReading.NotRead(host, new HostTrouble("", "", "")) };
        var verify = new Verification(host, [.. done], readings);
        var (reading, results) = await new JobWatch(sessions, host).RunAsync(
            _record.Run, number, new RequestItem(Start, JobScripts.Start(job, _claims.Epoch(host)), s_patience), verify.Items(), CancellationToken.None);
        foreach (var deed in done.OfType<ChangeDeed>().Reverse())
        {
            var step = reading?.Steps.FirstOrDefault(step => step.Id == deed.Id);
            var clean = results is not null && step is { State: JobStepState.Done, ExitCode: 0 } && verify.IsBack(deed, results);
            var why = step is { ExitCode: RollbackJob.ChangedSince } ? "a file was changed by somebody else since; nothing is overwritten"
                : step?.Err.Trim() is { Length: > 0 } said ? said
                : reading is null ? sessions.Trouble(host)?.What ?? "the host was lost" : "reading again does not find what was there before";
            _record.End(deed, clean ? DeedEnd.Done : DeedEnd.Held, clean ? $"{deed.Step.Name}: as it was" : $"{deed.Step.Name}: not taken back: {why}");
        }
        foreach (var deed in done.OfType<OperationDeed>())
        {
            var ran = reading?.Steps.FirstOrDefault(step => step.Id == deed.Id) is { ExitCode: 0 };
            _record.End(deed, ran ? DeedEnd.Done : DeedEnd.Failed, $"{deed.Step.Name}: {(ran ? "run again" : "could not be run again")}");
        }
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
