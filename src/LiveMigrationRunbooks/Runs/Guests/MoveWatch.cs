using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>How a move's command ended.</summary>
/// <param name="Said">What it said where it failed, or why it was called off; null where it did not, or where we stopped watching.</param>
/// <param name="ByRule">Whether the guest's policy called it off.</param>
internal sealed record MoveEnd(string? Said, bool ByRule)
{
    /// <summary>Whether another controller has taken the run over: what goes on is no longer ours to wait for.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>Whether it has not ended, and comes no further: what was to be taken up again stands as it stood.</summary>
    public bool Hangs { get; init; }
}

/// <summary>Who began what is watched.</summary>
internal enum MoveStart
{
    Now,

    /// <summary>This run, before it broke off.</summary>
    Earlier,

    /// <summary>It is a post-copy that is taken up again.</summary>
    Again,
}

/// <summary>Watches a move: how much is left, how fast, and what <see cref="MoveMonitor"/> makes of it. It is called off by libvirt's own means, and the guest stays.</summary>
/// <param name="asked">What somebody asks of single moves.</param>
internal sealed class MoveWatch(IHypervisor source, RunRecord record, MoveTerms terms, MovesNow now, Escalations? asked, TimeProvider time)
{
    // The source's daemon ends a move with its peer, which may wait for a process that hangs; libvirt gives a silent peer half a minute.
    private static readonly TimeSpan s_farewell = TimeSpan.FromMinutes(2);

    // libvirt asks both QEMUs before a post-copy that is taken up again goes on; a busy host needs seconds for it.
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_mostLeft = TimeSpan.FromDays(9);

    public async Task<MoveEnd> UntilDoneAsync(MoveDeed deed, int batch, MoveStart start, CancellationToken stop)
    {
        try
        {
            return await WatchAsync(deed, batch, start, stop);
        }
        finally
        {
            record.Tell(deed.Host, "", Now(deed, TimeSpan.Zero, null) with { HasEnded = true });
        }
    }

    private async Task<MoveEnd> WatchAsync(MoveDeed deed, int batch, MoveStart start, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var before = TimeSpan.Zero;
        SideReading.Present? found = null;
        if (start == MoveStart.Earlier)
        {
            if (await source.WatchAsync([new MoveLook(deed.Move.Uuid, batch)], 0) is not [var first]) return new MoveEnd(null, ByRule: false);
            if (!first.Runs) return new MoveEnd(first.Said, ByRule: false);
            found = first.Side as SideReading.Present;
            before = TimeSpan.FromMilliseconds(StatisticsOf(found)?.ElapsedMs ?? 0);
        }
        long? stopped = null;
        string? why = null;
        var calledOff = TimeSpan.Zero;
        var monitor = terms.MonitorOf(deed.Move, time.GetUtcNow() - before);
        monitor.Adopt(found?.Condition, before);
        var left = new Recalibration(deed.Move.Forecast, CopyTerms.Of(deed.Move.Terms, deed.Move.MayPostCopy));
        // The command cannot carry the limit, and libvirt takes it only while the guest runs.
        MoveAction? action = start == MoveStart.Again || monitor.Phase != MovePhase.PreCopy ? null : new MoveAction.Allow(monitor.Pause);
        var goesOn = start != MoveStart.Again;
        for (var broken = 0; ; )
        {
            if (action is MoveAction.CallOff off) (why, calledOff) = (off.Why, Elapsed());
            var look = new MoveLook(deed.Move.Uuid, batch, action is MoveAction.Alarm ? null : action);
            if (await source.WatchAsync([look], monitor.NextLook(Elapsed())) is not [var sight]) return new MoveEnd(null, ByRule: false);
            if (sight.IsTakenOver) return new MoveEnd(sight.Said, ByRule: false) { IsTakenOver = true };
            if (!sight.Runs) return new MoveEnd(why ?? sight.Said, why is not null);
            action = Look(deed, sight.Side as SideReading.Present, monitor, left, Elapsed());
            // The command may wait for a target that does not notice; a state that is read twice lasts.
            broken = monitor.IsBroken ? broken + 1 : 0;
            goesOn |= broken == 0 && sight.Side is SideReading.Present;
            if (broken > 1 && goesOn) return new MoveEnd(null, ByRule: false);
            if (!goesOn && Elapsed() > s_recovery) return new MoveEnd(null, ByRule: false) { Hangs = true };
            if (why is not null && Elapsed() - calledOff > s_farewell) return new MoveEnd(why, ByRule: true);
            if (!stop.IsCancellationRequested) continue;
            // We look on for a moment, in case the move is about to end, and then leave it to itself.
            stopped ??= time.GetTimestamp();
            if (time.GetElapsedTime(stopped.Value) > WishWatch.Farewell) return new MoveEnd(null, ByRule: false);
        }

        TimeSpan Elapsed() => time.GetElapsedTime(begun) + before;
    }

    private static JobStatistics? StatisticsOf(SideReading.Present? side) => (side?.Job as GuestJob.Migrating)?.Statistics;

    // A guest whose statistics cannot be read has its deadline all the same.
    private MoveAction? Look(MoveDeed deed, SideReading.Present? side, MoveMonitor monitor, Recalibration left, TimeSpan elapsed)
    {
        var seen = StatisticsOf(side);
        if (seen is not null)
        {
            now.Seen(deed.Move);
            Tell(deed, seen, monitor.Phase, left.See(seen), elapsed);
        }
        var phase = monitor.Phase;
        var action = monitor.See(seen, elapsed, side?.Condition);
        if (phase != monitor.Phase && monitor.Phase == MovePhase.PostCopy) Tell(deed, $"runs on {deed.Move.Target} now, and its memory follows (post-copy): neither side may be stopped");
        if (action is null && (asked?.Take(deed.Move.Name) ?? false)) action = Escalated(deed, monitor, elapsed);
        if (Words(deed, action) is { } words) Tell(deed, words);
        return action;
    }

    private MoveAction? Escalated(MoveDeed deed, MoveMonitor monitor, TimeSpan elapsed)
    {
        var action = monitor.Escalate(elapsed, out var refused);
        if (refused is not null) Tell(deed, $"not escalated: {refused}");
        asked?.Answer(deed.Move.Name, new EscalationAnswer(refused is null, refused ?? Words(deed, action) ?? ""));
        return action;
    }

    private static string? Words(MoveDeed deed, MoveAction? action) => action switch
    {
        MoveAction.Allow allow => $"may pause for {allow.Milliseconds} ms now",
        MoveAction.GoOnThere there => $"goes on at {deed.Move.Target} before all of its memory is there: {there.Why}",
        MoveAction.Suspend suspend => $"stands still for up to {suspend.Longest.TotalSeconds:0} s: {suspend.Why}",
        MoveAction.CallOff off => $"called off: {off.Why}",
        MoveAction.Alarm alarm => $"ALARM: {alarm.Why}",
        _ => null,
    };

    private void Tell(MoveDeed deed, string text) => record.Tell(deed.Host, $"{deed.Move.Name}: {text}");

    // What is left is known of the passes of a pre-copy; a post-copy has none.
    private void Tell(MoveDeed deed, JobStatistics seen, MovePhase phase, CopyCourse? rest, TimeSpan elapsed)
    {
        if (phase != MovePhase.PreCopy) rest = null;
        record.Tell(deed.Host, $"{deed.Move.Name}: {MoveProgress.Text(seen, phase)}{TimeLeft.Text(rest)}", Now(deed, elapsed, seen) with
        {
            Left = rest is { Ends: true } ? TimeSpan.FromSeconds(Math.Min(rest.Seconds, s_mostLeft.TotalSeconds)) : null,
            IsEndless = rest is { Ends: false },
        });
    }

    private static MoveNow Now(MoveDeed deed, TimeSpan elapsed, JobStatistics? statistics) => new(deed.Move.Uuid, deed.Move.Name, deed.Move.Target, elapsed, statistics);
}
