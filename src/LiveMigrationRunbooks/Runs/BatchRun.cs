using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>A batch whose changes stand on its host, and what of it ran.</summary>
internal sealed record StandingBatch(RunBatch Batch, ValueList<Deed> Ran);

/// <summary>
/// Carries out the changes and operations of one host in one stage: one job on the host, then everything read again. Start, wait and
/// verify are one script where the job is done within it.
/// </summary>
internal sealed class BatchRun(
    HostSessions sessions, Claims claims, RunRecord record, IReadOnlyDictionary<string, HostReading> readings, bool rollBack)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The batches that stand: their changes could be taken back later.</summary>
    public ConcurrentBag<StandingBatch> Standing { get; } = [];

    /// <summary>What this run did before it broke off stands too.</summary>
    public void StandAgain(int play)
    {
        foreach (var each in record.From.Batches.Where(each => each.Returns is null && each.Ran.Any(deed => deed.Play == play && record.Of(deed)?.End == DeedEnd.Done)))
            Standing.Add(new StandingBatch(each.Batch, each.Ran));
    }

    public async Task DoAsync(string host, ValueList<Deed> deeds, CancellationToken leave)
    {
        // A job that ended when nobody was there any more is judged as if we had waited for it.
        foreach (var left in record.From.Batches.Where(each => each.Batch.Host == host && record.From.IsOpen(each) && each.Batch.Deeds.Any(deed => !record.IsEnded(deed))))
        {
            await FollowAsync(host, left.Batch.Number, left.Batch.Deeds, null, leave);
            if (left.Batch.Deeds.Any(deed => record.Of(deed)?.End != DeedEnd.Done)) return;
        }
        deeds = [.. deeds.Where(deed => !record.IsEnded(deed))];
        if (deeds.Count == 0) return;
        var batch = record.NextBatch(host);
        var job = JobSteps.Job(record.Run, batch, deeds);
        record.Mean(new BatchMeant(host, batch, [.. deeds.Select(deed => deed.Id)]));
        await FollowAsync(host, batch, deeds, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(host)), s_patience), leave);
    }

    private async Task FollowAsync(string host, int batch, ValueList<Deed> deeds, RequestItem? start, CancellationToken leave)
    {
        var verify = new Verification(host, deeds, readings);
        var watched = await new JobWatch(sessions, host).RunAsync(record.Run, batch, start, verify.Items(), leave);
        if (watched == WatchedJob.Left)
        {
            foreach (var deed in deeds) record.End(deed, DeedEnd.UnderWay, $"{BatchJudgement.NameOf(deed)}: its job goes on by itself; lmr resume {record.Run} looks after it");
            return;
        }
        if (watched is null or { NotBegun: not null })
        {
            // Lost in mid-batch: the job goes on by itself, and the next run finds it by its id.
            var why = watched is { NotBegun: { } said } ? $"not begun: {said}" : sessions.Trouble(host)?.What ?? "the job could not be read";
            foreach (var deed in deeds) record.End(deed, DeedEnd.Failed, $"{BatchJudgement.NameOf(deed)}: {why}");
            return;
        }
        var judged = new BatchJudgement(watched.Reading, verify, watched.Results);
        var ends = deeds.Select(deed => (Deed: deed, Ended: judged.Of(deed))).ToList();
        var failed = ends.Any(each => each.Ended.End != DeedEnd.Done);
        foreach (var (deed, (end, text)) in ends)
        {
            if (!(rollBack && failed && end == DeedEnd.Done) && record.Of(deed) is null) record.End(deed, end, text);
        }
        var ran = deeds.Where(judged.Ran).ToValueList();
        if (ran.Count == 0) return;
        var whole = new RunBatch(record.Run, host, batch, deeds);
        if (failed && rollBack) await RollBackAsync(whole, ran);
        else Standing.Add(new StandingBatch(whole, ran));
    }

    private async Task RollBackAsync(RunBatch batch, ValueList<Deed> ran)
    {
        var back = (await new BatchReturn(sessions, claims, record).DoAsync(batch, ran)).ToDictionary(each => each.Deed.Id, StringComparer.Ordinal);
        foreach (var deed in ran.Reverse())
        {
            var problem = back.TryGetValue(deed.Id, out var returned) ? returned.Problem : deed is OperationDeed ? null : "nobody knows";
            if (record.Of(deed) is not { } ended) record.End(deed, problem is null ? DeedEnd.RolledBack : DeedEnd.Held, problem is null ? $"{BatchJudgement.NameOf(deed)}: taken back" : problem);
            else if (problem is not null && deed is ChangeDeed) record.End(deed, DeedEnd.Held, $"{ended.Text}; and {problem}");
        }
    }
}
