using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>How a move's command ended.</summary>
/// <param name="Said">What it said where it failed, or why it was called off; null where it did not, or where we stopped watching.</param>
/// <param name="ByRule">Whether the guest's policy called it off.</param>
internal sealed record MoveEnd(string? Said, bool ByRule);

/// <summary>Watches a move: how much is left, how fast, and what <see cref="MoveMonitor"/> makes of it. It is called off by libvirt's own means, and the guest stays.</summary>
internal sealed class MoveWatch(IHypervisor source, RunRecord record, MovesNow now, TimeProvider time)
{
    private const int TickSeconds = 2;
    // The source's daemon ends a move with its peer, which may wait for a process that hangs; libvirt gives a silent peer half a minute.
    private static readonly TimeSpan s_farewell = TimeSpan.FromMinutes(2);

    public async Task<MoveEnd> UntilDoneAsync(MoveDeed deed, int batch, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        long? stopped = null;
        string? why = null;
        var calledOff = TimeSpan.Zero;
        var monitor = new MoveMonitor(deed.Move.Terms);
        var left = new Recalibration(deed.Move.Forecast, CopyTerms.Of(deed.Move.Terms));
        // The command cannot carry the limit, and libvirt takes it only while the guest runs.
        MoveAction? action = new MoveAction.Allow(monitor.Pause);
        while (true)
        {
            if (action is MoveAction.CallOff off)
            {
                (why, calledOff) = (off.Why, time.GetElapsedTime(begun));
                record.Tell(deed.Host, $"{deed.Move.Name}: called off: {why}");
            }
            if (await source.WatchAsync([new MoveLook(deed.Move.Uuid, batch, action)], TickSeconds) is not [var sight]) return new MoveEnd(null, ByRule: false);
            if (!sight.Runs) return new MoveEnd(why ?? sight.Said, why is not null);
            action = Look(deed, sight.Side, monitor, left, time.GetElapsedTime(begun));
            if (why is not null && time.GetElapsedTime(begun) - calledOff > s_farewell) return new MoveEnd(why, ByRule: true);
            if (!stop.IsCancellationRequested) continue;
            // We look on for a moment, in case the move is about to end, and then leave it to itself.
            stopped ??= time.GetTimestamp();
            if (time.GetElapsedTime(stopped.Value) > WishWatch.Farewell) return new MoveEnd(null, ByRule: false);
        }
    }

    // A guest whose statistics cannot be read has its deadline all the same.
    private MoveAction? Look(MoveDeed deed, SideReading side, MoveMonitor monitor, Recalibration left, TimeSpan elapsed)
    {
        var migrating = (side as SideReading.Present)?.Job as GuestJob.Migrating;
        if (migrating is not null) now.Seen(deed.Move);
        if (migrating is not null) record.Tell(deed.Host, $"{deed.Move.Name}: {MoveProgress.Text(migrating.Statistics)}{TimeLeft.Text(left.See(migrating.Statistics))}");
        var action = monitor.See(migrating?.Statistics, elapsed);
        if (action is MoveAction.Allow allow) record.Tell(deed.Host, $"{deed.Move.Name}: may pause for {allow.Milliseconds} ms now");
        return action;
    }
}
