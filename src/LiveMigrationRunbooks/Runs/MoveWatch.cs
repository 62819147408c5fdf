using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Watches a move: how much is left, how fast. Past its deadline the move is cancelled by libvirt's own means, and the guest stays.</summary>
internal sealed class MoveWatch(HostSessions sessions, RunRecord record, TimeProvider time)
{
    private const string Guest = "guest";
    private const string Wait = "wait";
    private const string Abort = "abort";
    private const string Pause = "pause";
    private const int TickSeconds = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);

    /// <returns>What the command said where it failed; null where it did not, or where we stopped watching.</returns>
    public async Task<string?> UntilDoneAsync(MoveDeed deed, int batch, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        long? stopped = null;
        var aborted = false;
        var policy = deed.Move.Terms;
        var pause = new PauseLimit(policy);
        for (var first = true; ; first = false)
        {
            List<RequestItem> items = [new(Wait, JobScripts.Wait(record.Run, batch, TickSeconds), s_patience), new(Guest, HypervisorScripts.ReadGuest(deed.Move.Uuid), s_patience)];
            // The command cannot carry the limit, and libvirt takes it only while the guest runs.
            if (first || pause.IsRaised) items.Insert(0, new RequestItem(Pause, MigrationCommand.LimitDowntime(deed.Move.Uuid, pause.Take()), s_patience));
            if (!aborted && time.GetElapsedTime(begun) > policy.Deadline)
            {
                items.Insert(0, new RequestItem(Abort, MigrationCommand.Abort(deed.Move.Uuid), s_patience));
                aborted = true;
                record.Tell(deed.Host, $"{deed.Move.Name}: past its deadline of {Quantity.Text(policy.Deadline)}; cancelled");
            }
            if (await sessions.SendAsync(deed.Host, new Request([.. items]), CancellationToken.None) is not { } results) return sessions.Trouble(deed.Host)?.What;
            if (JobReading.Read(results[Wait]) is not { State: JobState.Running } reading) return Said(JobReading.Read(results[Wait]));
            if (GuestReader.ReadSide(results[Guest], deed.Move.Uuid) is SideReading.Present { Job: GuestJob.Migrating migrating })
            {
                record.Tell(deed.Host, Progress(deed, migrating.Statistics));
                if (pause.See(migrating.Statistics.Iterations, time.GetElapsedTime(begun))) record.Tell(deed.Host, $"{deed.Move.Name}: may pause for {pause.Milliseconds} ms now");
            }
            if (!stop.IsCancellationRequested) continue;
            // We look on for a moment, in case the move is about to end, and then leave it to itself.
            stopped ??= time.GetTimestamp();
            if (time.GetElapsedTime(stopped.Value) > WishWatch.Farewell) return null;
        }
    }

    private static string? Said(JobReading? reading) => reading is { Steps: [{ ExitCode: not 0, Err: var error }, ..] } && error.Trim().Length > 0
        ? error.Trim().Split('\n')[^1].Trim()
        : null;

    private static string Progress(MoveDeed deed, JobStatistics statistics)
    {
        string Mib(long? bytes) => bytes is { } known ? $"{known >> 20} MiB" : "?";
        var dirty = statistics is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? $", dirtied {Mib(pages * size)}/s" : "";
        return $"{deed.Move.Name}: {Mib(statistics.MemoryRemaining)} of {Mib(statistics.MemoryTotal)} left, {Mib(statistics.BytesPerSecond)}/s{dirty}, pass {statistics.Iterations ?? 0}";
    }
}
