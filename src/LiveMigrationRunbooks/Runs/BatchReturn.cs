using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guarding;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>One deed of a batch after its way back. <paramref name="Problem"/> is null where the host is as it was before it, or the operation ran again.</summary>
internal sealed record Returned(Deed Deed, string? Problem);

/// <summary>
/// Takes the changes of one batch of this run back, as a job on their host, and reads everything again. What was made under a timer is taken back
/// under one.
/// </summary>
internal sealed class BatchReturn(HostSessions sessions, Claims claims, RunRecord record, TimeProvider time)
{
    private const string Start = "start";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <param name="ran">The deeds of the batch that are taken back.</param>
    /// <returns>Changes from the last to the first, then operations.</returns>
    public async Task<IReadOnlyList<Returned>> DoAsync(RunBatch batch, IReadOnlyList<Deed> ran)
    {
        var deeds = InverseDeeds.Of([batch], (_, deed) => ran.Contains(deed));
        if (deeds.Count == 0) return [];
        // One that came to its end when nobody was there any more is not done again.
        var ended = record.From.ReturnOf(batch)?.Batch.Number;
        var number = ended ?? record.NextBatch(batch.Host);
        var readings = new Dictionary<string, HostReading> { [batch.Host] = HostReading.NotRead(batch.Host, new HostTrouble("", "", "")) };
        var verify = new Verification(batch.Host, deeds, readings);
        var job = JobSteps.Job(record.Author, number, deeds);
        if (ended is null && HostBatch.SecondsOf(deeds) is { } seconds) return await GuardedAsync(GuardedJobs.Returning(job, batch.Host, deeds, batch.Number, seconds, record.NextBatch(batch.Host)), verify);
        if (ended is null) record.Mean(new BatchMeant(batch.Host, number, [.. deeds.Select(deed => deed.Id)]) { Returns = batch.Number });
        var start = ended is null ? new RequestItem(Start, JobScripts.Start(job, claims.Epoch(batch.Host)), s_patience) : null;
        var watched = await new JobWatch(sessions, batch.Host).RunAsync(record.Run, number, start, verify.Items(), CancellationToken.None);
        if (watched is null) return [.. deeds.Select(deed => new Returned(deed, sessions.Trouble(batch.Host)?.What ?? "the host was lost"))];
        if (watched.NotBegun is { } why) return [.. deeds.Select(deed => new Returned(deed, $"not begun: {why}"))];
        var judged = new BatchJudgement(watched.Reading, verify, watched.Results);
        return [.. deeds.Select(deed => new Returned(deed, judged.Of(deed) is (not DeedEnd.Done, var text) ? text : null))];
    }

    // Where this way back cuts the path its host goes back to what was made, which stands then.
    private async Task<IReadOnlyList<Returned>> GuardedAsync(GuardedJobs jobs, Verification verify)
    {
        var (_, ends) = await new GuardRun(sessions, claims, record, verify, jobs, time).DoAsync();
        await new SessionKeeper(sessions, jobs.Host, time).KeepAsync();
        return [.. ends.Select(each => new Returned(each.Deed, each.End == DeedEnd.Done ? null : each.Text))];
    }
}
