using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What is to be done about a move that goes on: allow it a longer pause, or call it off.</summary>
public abstract record MoveAction
{
    private protected MoveAction()
    {
    }

    public sealed record Allow(int Milliseconds) : MoveAction;

    /// <param name="Why">A clause with the numbers that say so.</param>
    public sealed record CallOff(string Why) : MoveAction;
}

/// <summary>
/// Watches a move by its progress. A pass over the memory is compared with the best one before it, by the pause that
/// it would need at its beginning: within a pass little is left now and then, and counts for nothing. Disks, a guest that is slowed down further, and a longer pause are progress too.
/// The statistics are compared and never added up: libvirt's numbers jump, and one alone proves nothing.
/// </summary>
public sealed class MoveMonitor(MigrationPolicy policy)
{
    // As KubeVirt's detector: less than this is noise.
    private const double Better = 0.96;

    // A pause of this many times the ceiling may still fit after the next pass.
    private const double Near = 1.5;
    private static readonly TimeSpan s_betweenPauses = TimeSpan.FromSeconds(10);
    private TimeSpan _progress;
    private TimeSpan _moved;
    private TimeSpan _raised;
    private TimeSpan? _patience;
    private long _pass = 1;
    private long _passesSince;
    private long _best = long.MaxValue;
    private long _disk = long.MaxValue;
    private long _sent = -1;
    private long _throttle;
    private bool _calledOff;

    /// <summary>The pause that is allowed now, in ms.</summary>
    public int Pause { get; private set; } = policy.PauseStartMs;

    /// <param name="now">Null where they could not be read.</param>
    /// <param name="at">Since the move began; never less than before.</param>
    /// <returns>Null where nothing is to be done.</returns>
    public MoveAction? See(JobStatistics? now, TimeSpan at)
    {
        if (_calledOff) return null;
        if (at > policy.Deadline) return Off($"past its deadline of {policy.Deadline.TotalMinutes:0.#} min");
        if (now is null) return null;
        Compare(now, at);
        if (at - _moved > policy.Stall) return Off($"nothing of it moved for {Seconds(at - _moved)}");
        if (now.Iterations is not { } pass || pass <= _pass) return null;
        _passesSince++;
        _pass = pass;
        var need = NeededMs(now) ?? long.MaxValue;
        if (need < _best * Better)
        {
            _best = need;
            Progress(at);
            return null;
        }
        if (at - _raised >= s_betweenPauses && policy.PauseAfter(Pause) is { } next)
        {
            (_raised, Pause) = (at, next);
            Progress(at);
            return new MoveAction.Allow(next);
        }
        return Pause >= policy.PauseCeilingMs && at - _progress >= policy.Stall && _passesSince >= 2 ? Stalled(now, at) : null;
    }

    private void Compare(JobStatistics now, TimeSpan at)
    {
        var sent = (now.MemoryProcessed ?? 0) + (now["disk_processed"] ?? 0);
        if (sent != _sent) (_sent, _moved) = (sent, at);
        if (now["disk_remaining"] is > 0 and var disk && disk < _disk)
        {
            _disk = disk;
            Progress(at);
        }
        if (now["auto_converge_throttle"] is { } throttle && throttle > _throttle)
        {
            _throttle = throttle;
            Progress(at);
        }
    }

    private void Progress(TimeSpan at) => (_progress, _passesSince, _patience) = (at, 0, null);

    // Close to the ceiling one more pass may do: it is given as much time again, and no more.
    private MoveAction.CallOff? Stalled(JobStatistics now, TimeSpan at)
    {
        var need = NeededMs(now);
        if (need <= policy.PauseCeilingMs * Near)
        {
            _patience ??= at + policy.Stall;
            if (at < _patience) return null;
        }
        return Off($"too busy now: for {Seconds(at - _progress)} no pass over its memory was shorter than the ones before; {Rates(now)}after pass {now.Iterations} "
            + $"it would have to pause for {(need is { } ms ? $"{ms} ms" : "an unknown time")}, and {policy.PauseCeilingMs} ms are allowed");
    }

    // QEMU's own estimate while a move goes on, made when it last looked at all of the memory.
    private static long? NeededMs(JobStatistics now) => now.DowntimeMs is > 0 and var expected ? expected
        : now is { MemoryRemaining: { } left, BytesPerSecond: > 0 and var rate } ? left * 1000 / rate : null;

    private static string Rates(JobStatistics now)
    {
        var dirty = now is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? $"it writes {pages * size / 1048576.0:0.#} MiB/s, " : "";
        return now.BytesPerSecond is { } sent ? $"{dirty}{sent / 1048576.0:0.#} MiB/s get through; " : dirty;
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0} s";

    private MoveAction.CallOff Off(string why)
    {
        _calledOff = true;
        return new MoveAction.CallOff(why);
    }
}
