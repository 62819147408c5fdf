using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>How a move's command ended.</summary>
/// <param name="Said">What it said where it failed, or why it was called off; null where it did not, or where we stopped watching.</param>
/// <param name="ByRule">Whether the guest's policy called it off.</param>
internal sealed record MoveEnd(string? Said, bool ByRule);

/// <summary>Watches a move: how much is left, how fast, and what <see cref="MoveMonitor"/> makes of it. It is called off by libvirt's own means, and the guest stays.</summary>
internal sealed class MoveWatch(HostSessions sessions, RunRecord record, TimeProvider time)
{
    private const string Guest = "guest";
    private const string Wait = "wait";
    private const string Abort = "abort";
    private const string Pause = "pause";
    private const int TickSeconds = 2;
    // The source's daemon ends a move with its peer, which may wait for a process that hangs; libvirt gives a silent peer half a minute.
    private static readonly TimeSpan s_farewell = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);

    public async Task<MoveEnd> UntilDoneAsync(MoveDeed deed, int batch, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        long? stopped = null;
        string? why = null;
        var calledOff = TimeSpan.Zero;
        var monitor = new MoveMonitor(deed.Move.Terms);
        // The command cannot carry the limit, and libvirt takes it only while the guest runs.
        MoveAction? action = new MoveAction.Allow(monitor.Pause);
        while (true)
        {
            List<RequestItem> items = [new(Wait, JobScripts.Wait(record.Run, batch, TickSeconds), s_patience), new(Guest, HypervisorScripts.ReadGuest(deed.Move.Uuid), s_patience)];
            if (action is MoveAction.Allow allow) items.Insert(0, new RequestItem(Pause, MigrationCommand.LimitDowntime(deed.Move.Uuid, allow.Milliseconds), s_patience));
            if (action is MoveAction.CallOff off)
            {
                (why, calledOff) = (off.Why, time.GetElapsedTime(begun));
                items.Insert(0, new RequestItem(Abort, MigrationCommand.Abort(deed.Move.Uuid), s_patience));
                record.Tell(deed.Host, $"{deed.Move.Name}: called off: {why}");
            }
            if (await sessions.SendAsync(deed.Host, new Request([.. items]), CancellationToken.None) is not { } results) return new MoveEnd(sessions.Trouble(deed.Host)?.What, ByRule: false);
            var job = JobReading.Read(results[Wait]);
            if (job?.State != JobState.Running) return new MoveEnd(why ?? Said(job), why is not null);
            action = Look(deed, GuestReader.ReadSide(results[Guest], deed.Move.Uuid), monitor, time.GetElapsedTime(begun));
            if (why is not null && time.GetElapsedTime(begun) - calledOff > s_farewell) return new MoveEnd(why, ByRule: true);
            if (!stop.IsCancellationRequested) continue;
            // We look on for a moment, in case the move is about to end, and then leave it to itself.
            stopped ??= time.GetTimestamp();
            if (time.GetElapsedTime(stopped.Value) > WishWatch.Farewell) return new MoveEnd(null, ByRule: false);
        }
    }

    // A guest whose statistics cannot be read has its deadline all the same.
    private MoveAction? Look(MoveDeed deed, SideReading side, MoveMonitor monitor, TimeSpan elapsed)
    {
        var migrating = (side as SideReading.Present)?.Job as GuestJob.Migrating;
        if (migrating is not null) record.Tell(deed.Host, $"{deed.Move.Name}: {MoveProgress.Text(migrating.Statistics)}");
        var action = monitor.See(migrating?.Statistics, elapsed);
        if (action is MoveAction.Allow allow) record.Tell(deed.Host, $"{deed.Move.Name}: may pause for {allow.Milliseconds} ms now");
        return action;
    }

    private static string? Said(JobReading? reading) => reading is { Steps: [{ ExitCode: not 0, Err: var error }, ..] } && error.Trim().Length > 0
        ? error.Trim().Split('\n')[^1].Trim()
        : null;
}
