using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>A job at its end, with the answers to what was asked afterwards.</summary>
/// <param name="NotBegun">Why it did not begin; null where it did. What has not begun never will.</param>
internal sealed record WatchedJob(JobReading Reading, IReadOnlyDictionary<string, CommandResult> Results, string? NotBegun)
{
    /// <summary>It was at work when the run was asked to stop, and goes on by itself; what became of it, the next who looks will know.</summary>
    public static WatchedJob Left { get; } = new(new JobReading(JobState.Running, null, []), new Dictionary<string, CommandResult>(), null);
}

/// <summary>Starts a job and stays with it to its end. The job does not need us: a lost connection neither stops nor repeats it.</summary>
/// <param name="send">Sends one script to the host; null where the host is lost.</param>
internal sealed class JobWatch(Func<Request, CancellationToken, Task<IReadOnlyDictionary<string, CommandResult>?>> send)
{
    private const string Wait = "wait";
    private const int WaitSeconds = 20;

    // A busy host may be late with its answer, and says it when it is asked again.
    private const int UnreadMost = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(WaitSeconds + 40);

    public JobWatch(HostSessions sessions, string host)
        : this((request, cancellationToken) => sessions.SendAsync(host, request, cancellationToken))
    {
    }

    /// <param name="start">Starts the job; null where it was started before and is only waited for.</param>
    /// <param name="afterwards">Asked with the same script, in the hope that the job is done by then; asked again where it was not.</param>
    /// <param name="leave">Ends the waiting; the job itself needs nobody.</param>
    /// <returns>Null where the host was lost, or did not say where the job stands.</returns>
    public async Task<WatchedJob?> RunAsync(string run, int batch, RequestItem? start, ValueList<RequestItem> afterwards, CancellationToken leave)
    {
        var wait = new RequestItem(Wait, JobScripts.Wait(run, batch, WaitSeconds), s_patience);
        ValueList<RequestItem> items = [.. start is null ? (IEnumerable<RequestItem>)[] : [start with { Required = true }], wait, .. afterwards];
        string? complaint = null;
        var unread = 0;
        while (true)
        {
            var (left, answer) = await SentAsync(new Request(items), leave);
            if (left) return WatchedJob.Left;
            if (answer is not { } results) return null;
            items = [wait, .. afterwards];
            if (start is not null && results.TryGetValue(start.Id, out var started) && !started.Succeeded)
            {
                // A start that gave up, or was cut off, may have left the job about to begin. Only the host's own word counts.
                complaint = started.Complaint;
                continue;
            }
            if (JobReading.Read(results[Wait]) is not { } reading)
            {
                if (++unread == UnreadMost) return null;
                continue;
            }
            if (reading.NeverBegins) return new WatchedJob(reading, results, complaint ?? "it was called off before it began");
            if (reading.State != JobState.Running) return new WatchedJob(reading, results, null);
        }
    }

    private async Task<(bool Left, IReadOnlyDictionary<string, CommandResult>? Results)> SentAsync(Request request, CancellationToken leave)
    {
        try
        {
            return (false, await send(request, CancellationToken.None).WaitAsync(leave));
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return (true, null);
        }
    }
}
