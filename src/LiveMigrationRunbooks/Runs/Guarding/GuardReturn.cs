using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Guarding;

/// <summary>What was not confirmed: waits until the host has taken it back, and reads everything again.</summary>
internal sealed class GuardReturn(HostSessions sessions, GuardedPath path, Verification verify, GuardedJobs jobs, TimeProvider time)
{
    // Beyond the timer: a second try comes a minute after the first, and a host may boot in between.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(20);

    private string Folder => $"/var/lib/lmr/runs/{jobs.Guard.RunId}/{jobs.Guard.Batch}";

    /// <summary>Nothing was armed, so nothing was begun.</summary>
    public GuardEnd NotBegun(string why) => Each(false, DeedEnd.Failed, $"not begun: {why}");

    /// <param name="why">What a person reads: why it was not confirmed.</param>
    /// <param name="atOnce">Whether the host can be told not to wait for the timer.</param>
    /// <returns>It may stand all the same, because it had been confirmed.</returns>
    public async Task<GuardEnd> DoAsync(string why, DateTimeOffset end, bool atOnce = false)
    {
        if (atOnce) await TellAsync();
        var reached = await path.TryAsync(jobs.Guard.RunId, jobs.Guard.Batch, verify.Items(), end + s_patience, job => job.State is not (JobState.Running or JobState.Armed));
        if (reached is null)
            return Each(false, DeedEnd.Held, $"{why}, and {jobs.Host} does not answer although its timer has run out; at its console: journalctl -u 'lmr-{jobs.Guard.RunId}-*', sh {Folder}/job.sh {Folder} /var/lib/lmr late");
        await using var session = reached.Connection;
        if (reached.Job.State is JobState.Absent or JobState.Cancelled) return NotBegun(why);
        if (reached.Job.State == JobState.Confirmed) return Each(true, DeedEnd.Done, "done");
        return new GuardEnd(false, [.. jobs.Deeds.Select(deed => End(deed, why, reached))]);
    }

    private GuardEnd Each(bool stands, DeedEnd end, string text) => new(stands, [.. jobs.Deeds.Select(deed => (deed, end, $"{BatchJudgement.NameOf(deed)}: {text}"))]);

    private (Deed, DeedEnd, string) End(Deed deed, string why, Reached reached)
    {
        var name = BatchJudgement.NameOf(deed);
        if (deed is not ChangeDeed change || verify.LacksOfBefore(change, reached.Results) is not { } lacks) return (deed, DeedEnd.RolledBack, $"{name}: {Without(why, name)}; {(jobs.Returns is null ? "the host took it back by itself" : "the host made it anew by itself")}");
        var said = reached.Job.Steps.FirstOrDefault(step => step.Id == deed.Id)?.Err.Trim() is { Length: > 0 } error ? $": {error}" : "";
        return (deed, DeedEnd.Held, $"{name}: {Without(why, name)}; the host took it back, and is not as it was ({lacks}){said}; what it was is kept in {Folder[..Folder.LastIndexOf('/')]}, at the console: cat {Folder}/steps/*/err");
    }

    private static string Without(string why, string name) => why.StartsWith($"{name}: ", StringComparison.Ordinal) ? why[(name.Length + 2)..] : why;

    // Where nobody is reached the timer does the same, later.
    private async Task TellAsync()
    {
        using var late = new CancellationTokenSource(s_answer, time);
        try
        {
            if (await sessions.FreshAsync(jobs.Host, late.Token) is not { } fresh) return;
            await using var session = fresh;
            await session.SendAsync(Request.Of(new RequestItem("revert", GuardScripts.Revert(jobs.Guard.RunId, jobs.Guard.Batch), s_answer)), late.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
