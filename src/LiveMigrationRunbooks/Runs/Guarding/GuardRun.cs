using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Guarding;

/// <summary>What came of a batch under a timer: whether it stands, and how each of its deeds ended.</summary>
internal sealed record GuardEnd(bool Stands, ValueList<(Deed Deed, DeedEnd End, string Text)> Ends);

/// <summary>
/// Carries out a batch under a timer: armed, the running system changed, the path tried by new sessions, then kept, loaded and run, and tried
/// again; only then confirmed. Where any of it does not go well, the host takes it back, with or without us.
/// </summary>
internal sealed class GuardRun(HostSessions sessions, Claims claims, RunRecord record, Verification verify, GuardedJobs jobs, TimeProvider time)
{
    private const string Arm = "arm";
    private const string Start = "start";
    private const string Decide = "decide";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // An answer that a cut path swallowed is not waited for: what came of it is asked over a new session.
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(15);
    private readonly string _host = jobs.Host;
    private readonly GuardedPath _path = new(sessions, jobs.Host, time);

    private GuardReturn Back => new(sessions, _path, verify, jobs, time);

    public async Task<GuardEnd> DoAsync()
    {
        foreach (var meant in jobs.Meant()) record.Mean(meant);
        var end = time.GetUtcNow() + TimeSpan.FromSeconds(jobs.Guard.Seconds);
        var armed = await ArmAsync();
        if (armed is { } answer && !answer[Arm].Succeeded) return Back.NotBegun(answer[Arm].Complaint);
        if (armed is { } told && !told[Start].Succeeded) return await Back.DoAsync($"the job did not begin: {told[Start].Complaint}", end, atOnce: true);

        JobReading? runtime = null;
        if (jobs is { Runtime: { } first, Kept: { } second })
        {
            if (await _path.TryAsync(first.RunId, first.Batch, [], end, IsOver) is not { } tried) return await Back.DoAsync(Lost, end);
            await using var session = tried.Connection;
            runtime = tried.Job;
            if (runtime is not { State: JobState.Done, ExitCode: 0 }) return await Back.DoAsync(WhyNot(runtime, tried.Results), end, atOnce: true);
            if (await SendAsync(session, StartOf(second), EndOf(second)) is { } began && !began[Start].Succeeded) return await Back.DoAsync($"the job did not begin: {began[Start].Complaint}", end, atOnce: true);
        }

        var last = jobs.Jobs[^1];
        if (await _path.TryAsync(last.RunId, last.Batch, verify.Items(), end, IsOver) is not { } reached) return await Back.DoAsync(Lost, end);
        await using var fresh = reached.Connection;
        var whole = GuardedJobs.Together(runtime, reached.Job);
        var judged = new BatchJudgement(whole, verify, reached.Results);
        // A way back goes on past what cannot be taken back; anything else is whole or not at all.
        if (jobs.Returns is null ? jobs.Deeds.Any(deed => judged.Of(deed).End != DeedEnd.Done) : whole.NeverBegins) return await Back.DoAsync(WhyNot(whole, reached.Results), end, atOnce: true);
        var confirmed = await SendAsync(fresh, new RequestItem(Decide, GuardScripts.Confirm(jobs.Guard.RunId, jobs.Guard.Batch), s_patience));
        if (confirmed is null || confirmed[Decide].Text.Trim() != "confirmed") return await Back.DoAsync("it was not confirmed in time", end);
        return new GuardEnd(true, [.. jobs.Deeds.Select(deed => (deed, judged.Of(deed).End, judged.Of(deed).Text))]);
    }

    private string Lost => $"the path did not come back in {jobs.Guard.Seconds}s";

    private RequestItem StartOf(Job job) => new(Start, JobScripts.Start(job, claims.Epoch(_host)), s_patience) { Required = true };

    // Most jobs are over by then, and the next session is the one that proves it.
    private static RequestItem EndOf(Job job) => new("end", JobScripts.Wait(job.RunId, job.Batch, 5), s_patience);

    // Where nothing came back, a new session asks for the same, which is done once: the one that is kept may be from before a change of the path.
    private async Task<IReadOnlyDictionary<string, CommandResult>?> ArmAsync()
    {
        var arm = new RequestItem(Arm, GuardScripts.Arm(jobs.Guard, claims.Epoch(_host)), s_patience) { Required = true };
        RequestItem[] items = [arm, StartOf(jobs.Jobs[0]), EndOf(jobs.Jobs[0])];
        return await InTimeAsync(late => sessions.SendAsync(_host, Request.Of(items), late)) ?? await InTimeAsync(async late =>
        {
            if (await sessions.FreshAsync(_host, late) is not { } fresh) return null;
            await using var session = fresh;
            return await AskAsync(session, items, late);
        });
    }

    private Task<IReadOnlyDictionary<string, CommandResult>?> SendAsync(IConnection session, params RequestItem[] items) => InTimeAsync(late => AskAsync(session, items, late));

    private static async Task<IReadOnlyDictionary<string, CommandResult>?> AskAsync(IConnection session, RequestItem[] items, CancellationToken late) =>
        await session.SendAsync(Request.Of(items), late) is Answered answered ? answered.Results : null;

    private async Task<IReadOnlyDictionary<string, CommandResult>?> InTimeAsync(Func<CancellationToken, Task<IReadOnlyDictionary<string, CommandResult>?>> ask)
    {
        using var late = new CancellationTokenSource(s_answer, time);
        try
        {
            return await ask(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return null;
        }
    }

    // A job that the host has not heard of yet may still be on its way to it.
    private static bool IsOver(JobReading job) => job.State is not (JobState.Running or JobState.Absent);

    private string WhyNot(JobReading reading, IReadOnlyDictionary<string, CommandResult> results)
    {
        if (reading.NeverBegins) return "the job did not begin";
        var judged = new BatchJudgement(reading, verify, results);
        if (jobs.Deeds.FirstOrDefault(deed => reading.Steps.Any(step => step.Id == deed.Id && step.ExitCode is not (null or 0))) is { } failed) return judged.Of(failed).Text;
        return reading.State == JobState.Interrupted ? "the job was interrupted"
            : jobs.Deeds.Select(judged.Of).FirstOrDefault(each => each.End != DeedEnd.Done).Text ?? "the job failed";
    }
}
