using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guarding;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>A batch whose changes stand on its host, and what of it ran.</summary>
internal sealed record StandingBatch(RunBatch Batch, ValueList<Deed> Ran);

/// <summary>
/// Carries out the changes and operations of one host in one stage, batch by batch: an ordinary one is one job, then everything read again, in one
/// script where the job is done within it; one under a timer goes its own way (<see cref="GuardRun"/>).
/// </summary>
internal sealed class BatchRun(
    HostSessions sessions, Claims claims, RunRecord record, IReadOnlyDictionary<string, HostReading> readings, bool rollBack, TimeProvider time)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<StandingBatch> _standing = [];

    /// <summary>The batches that stand: their changes could be taken back later.</summary>
    public IReadOnlyCollection<StandingBatch> Standing =>
        [.. _standing.Where(each => each.Ran.OfType<ChangeDeed>().Any(deed => record.Of(deed)?.End is not (DeedEnd.RolledBack or DeedEnd.Held)))];

    /// <summary>Works out the changes that wait for other hosts.</summary>
    public LateChanges Late { get; } = new(sessions, record, readings);

    /// <summary>What this run did before it broke off stands too.</summary>
    public void StandAgain(int play)
    {
        foreach (var each in record.From.Batches.Where(each => each.Returns is null && each.Ran.Any(deed => deed.Play == play && record.Of(deed)?.End == DeedEnd.Done)))
            _standing.Add(new StandingBatch(each.Batch, each.Ran));
    }

    public async Task DoAsync(string host, ValueList<Deed> deeds, CancellationToken leave)
    {
        // What stands of this host, so that a later batch that fails takes it along.
        var standing = new List<StandingBatch>();
        var earlier = Standing.Where(each => each.Batch.Host == host && deeds.Count > 0 && each.Ran.Any(deed => deed.Stage == deeds[0].Stage)).ToList();
        // A job that ended when nobody was there any more is judged as if we had waited for it.
        foreach (var left in record.From.Batches.Where(each => each.Batch.Host == host && record.From.IsOpen(each) && each.Batch.Deeds.Any(deed => !record.IsEnded(deed))))
        {
            await FollowAsync(host, left.Batch.Number, left.Batch.Deeds, null, standing, leave);
            if (left.Batch.Deeds.Any(deed => record.Of(deed)?.End != DeedEnd.Done)) return;
        }
        deeds = [.. deeds.Where(deed => !record.IsEnded(deed))];
        foreach (var part in HostBatch.Of(deeds))
        {
            var whole = part.GuardSeconds is null ? await PlainAsync(host, part.Deeds, deeds, standing, leave) : await GuardedAsync(host, part, deeds, standing, leave);
            if (whole is true) continue;
            if (whole is false && rollBack) await BackAsync([.. earlier, .. standing]);
            else standing.ForEach(_standing.Add);
            return;
        }
        standing.ForEach(_standing.Add);
    }

    /// <returns>Whether all of it stands; null where it was left to itself.</returns>
    private async Task<bool?> GuardedAsync(string host, HostBatch part, ValueList<Deed> all, List<StandingBatch> standing, CancellationToken leave)
    {
        var jobs = GuardedJobs.Of(record.Author, host, part, all, standing, () => record.NextBatch(host));
        var run = new GuardRun(sessions, claims, record, new Verification(host, part.Deeds, readings), jobs, time).DoAsync();
        try
        {
            await run.WaitAsync(leave);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            foreach (var deed in part.Deeds.Where(deed => !record.IsEnded(deed)))
                record.End(deed, DeedEnd.UnderWay, $"{BatchJudgement.NameOf(deed)}: left under its timer, and the host takes it back unless it was confirmed; lmr resume {record.Run} looks after it");
            return null;
        }
        await new SessionKeeper(sessions, host, time).KeepAsync();
        var (stands, ends) = await run;
        foreach (var (deed, end, text) in ends) record.End(deed, end, text);
        if (stands) standing.AddRange(jobs.Batches().Where(batch => batch.Deeds.Count > 0).Select(batch => new StandingBatch(batch, batch.Deeds)));
        return stands;
    }

    private async Task<bool?> PlainAsync(string host, ValueList<Deed> deeds, ValueList<Deed> all, List<StandingBatch> standing, CancellationToken leave)
    {
        var batch = record.NextBatch(host);
        var job = JobSteps.Job(record.Author, batch, deeds, all);
        record.Mean(new BatchMeant(host, batch, [.. deeds.Select(deed => deed.Id)]));
        return await FollowAsync(host, batch, deeds, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(host)), s_patience), standing, leave);
    }

    private async Task<bool?> FollowAsync(string host, int batch, ValueList<Deed> deeds, RequestItem? start, List<StandingBatch> standing, CancellationToken leave)
    {
        var verify = new Verification(host, deeds, readings);
        var watched = await new JobWatch(sessions, host).RunAsync(record.Run, batch, start, verify.Items(), leave);
        if (watched == WatchedJob.Left)
        {
            foreach (var deed in deeds) record.End(deed, DeedEnd.UnderWay, $"{BatchJudgement.NameOf(deed)}: its job goes on by itself; lmr resume {record.Run} looks after it");
            return null;
        }
        if (watched is null or { NotBegun: not null })
        {
            // Lost in mid-batch: the job goes on by itself, and the next run finds it by its id.
            var why = watched is { NotBegun: { } said } ? $"not begun: {said}" : sessions.Trouble(host)?.What ?? "the job could not be read";
            foreach (var deed in deeds) record.End(deed, DeedEnd.Failed, $"{BatchJudgement.NameOf(deed)}: {why}");
            return watched is null ? null : false;
        }
        var judged = new BatchJudgement(watched.Reading, verify, watched.Results);
        var ends = deeds.Select(deed => (Deed: deed, Ended: judged.Of(deed))).ToList();
        var failed = ends.Any(each => each.Ended.End != DeedEnd.Done);
        foreach (var (deed, (end, text)) in ends)
        {
            if (!(rollBack && failed && end == DeedEnd.Done) && record.Of(deed) is null) record.End(deed, end, text);
        }
        var ran = deeds.Where(judged.Ran).ToValueList();
        if (ran.Count == 0) return !failed;
        var whole = new RunBatch(record.Run, host, batch, deeds);
        if (failed && rollBack) await RollBackAsync(whole, ran);
        else standing.Add(new StandingBatch(whole, ran));
        return !failed;
    }

    // The host is one thing: where a later batch failed, those before it do not stay.
    private async Task BackAsync(List<StandingBatch> standing)
    {
        foreach (var each in standing.AsEnumerable().Reverse().Where(each => each.Ran.OfType<ChangeDeed>().Any())) await new StandingReturn(sessions, claims, record, time).DoAsync(each);
    }

    private async Task RollBackAsync(RunBatch batch, ValueList<Deed> ran)
    {
        var back = (await new BatchReturn(sessions, claims, record, time).DoAsync(batch, ran)).ToDictionary(each => each.Deed.Id, StringComparer.Ordinal);
        foreach (var deed in ran.Reverse())
        {
            var problem = back.TryGetValue(deed.Id, out var returned) ? returned.Problem : deed is OperationDeed ? null : "nobody knows";
            if (record.Of(deed) is not { } ended) record.End(deed, problem is null ? DeedEnd.RolledBack : DeedEnd.Held, problem is null ? $"{BatchJudgement.NameOf(deed)}: taken back" : problem);
            else if (problem is not null && deed is ChangeDeed) record.End(deed, DeedEnd.Held, $"{ended.Text}; and {problem}");
        }
    }
}
