using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Starts a job and stays with it to its end. The job does not need us: a lost connection neither stops nor repeats it.</summary>
internal sealed class JobWatch(HostSessions sessions, string host)
{
    private const string Wait = "wait";
    private const int WaitSeconds = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(WaitSeconds + 10);

    /// <param name="afterwards">Asked with the same script, in the hope that the job is done by then; asked again where it was not.</param>
    /// <returns>The job's end and the answers to <paramref name="afterwards"/>; nulls where the host was lost or the job could not be started.</returns>
    public async Task<(JobReading? Job, IReadOnlyDictionary<string, CommandResult>? Results)> RunAsync(
        string run, int batch, RequestItem start, ValueList<RequestItem> afterwards, CancellationToken cancellationToken)
    {
        var wait = new RequestItem(Wait, JobScripts.Wait(run, batch, WaitSeconds), s_patience);
        ValueList<RequestItem> items = [start with { Required = true }, wait, .. afterwards];
        while (true)
        {
            if (await sessions.SendAsync(host, new Request(items), cancellationToken) is not { } results) return (null, null);
            if (results.TryGetValue(start.Id, out var started) && !started.Succeeded) return (Refused(started), results);
            if (JobReading.Read(results[Wait]) is not { } reading) return (null, null);
            if (reading.State != JobState.Running) return (reading, results);
            items = [wait, .. afterwards];
        }
    }

    private static JobReading Refused(CommandResult started) => new(JobState.Absent, started.ExitCode, []);
}
