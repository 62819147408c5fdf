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

    public async Task DoAsync(string host, ValueList<Deed> deeds, CancellationToken stop)
    {
        var batch = record.NextBatch(host);
        var job = JobSteps.Job(record.Run, batch, deeds);
        record.Mean(new BatchMeant(host, batch, [.. deeds.Select(deed => deed.Id)]));
        var verify = new Verification(host, deeds, readings);
        var watched = await new JobWatch(sessions, host).RunAsync(
            job.RunId, batch, new RequestItem(Start, JobScripts.Start(job, claims.Epoch(host)), s_patience), verify.Items(), CancellationToken.None);
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
            if (!(rollBack && failed && end == DeedEnd.Done)) record.End(deed, end, text);
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
