using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Guarding;

/// <summary>A new session over which a job's end and bulk data came through.</summary>
internal sealed record Reached(IConnection Connection, JobReading Job, IReadOnlyDictionary<string, CommandResult> Results);

/// <summary>
/// Tries whether a host can be reached as anybody would reach it: by new sessions only, because one that stands may live on where no other comes
/// in. Tries again and again until the time is over: a switch port may take a minute to let packets through.
/// </summary>
internal sealed class GuardedPath(HostSessions sessions, string host, TimeProvider time)
{
    private const string Wait = "wait";
    private const int WaitSeconds = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);

    /// <summary>The first session that holds and tells of the job's end, or null at <paramref name="end"/>. Whoever gets it closes it.</summary>
    /// <param name="done">What the job has come to where there is nothing more to wait for.</param>
    public async Task<Reached?> TryAsync(string run, int batch, ValueList<RequestItem> items, DateTimeOffset end, Func<JobReading, bool> done)
    {
        while (time.GetUtcNow() < end)
        {
            using var late = new CancellationTokenSource(end - time.GetUtcNow(), time);
            IConnection? fresh = null;
            try
            {
                fresh = await sessions.FreshAsync(host, late.Token);
                if (fresh is not null)
                {
                    if (await AskAsync(fresh, run, batch, items, done, late.Token) is { } reached)
                    {
                        fresh = null;
                        return reached;
                    }
                    if (await EndsAsync(fresh, run, batch, end, done, late.Token)) continue;
                }
                await Task.Delay(s_pause, time, late.Token);
            }
            catch (OperationCanceledException)
            {
                // The time is over.
            }
            finally
            {
                if (fresh is not null) await fresh.DisposeAsync();
            }
        }
        return null;
    }

    // A session that was there before the job had ended proves nothing of what the job did at its end.
    private static async Task<Reached?> AskAsync(IConnection fresh, string run, int batch, ValueList<RequestItem> items, Func<JobReading, bool> done, CancellationToken late)
    {
        var read = new RequestItem(Wait, JobScripts.Read(run, batch), s_patience);
        if (await fresh.SendAsync(new Request([PathProbe.Item, read, .. items]), late) is not Answered { Results: var results } || !PathProbe.Held(results)) return null;
        return JobReading.Read(results[Wait]) is { } job && done(job) ? new Reached(fresh, job, results) : null;
    }

    /// <returns>Whether the job has ended meanwhile, so that another session should try at once.</returns>
    private async Task<bool> EndsAsync(IConnection fresh, string run, int batch, DateTimeOffset end, Func<JobReading, bool> done, CancellationToken late)
    {
        while (true)
        {
            var seconds = Math.Clamp((int)(end - time.GetUtcNow()).TotalSeconds, 0, WaitSeconds);
            var wait = new RequestItem(Wait, JobScripts.Wait(run, batch, seconds), TimeSpan.FromSeconds(seconds) + s_patience);
            if (await fresh.SendAsync(Request.Of(wait), late) is not Answered { Results: var results } || JobReading.Read(results[Wait]) is not { } job) return false;
            if (done(job)) return true;
            await Task.Delay(s_pause, time, late);
        }
    }
}
