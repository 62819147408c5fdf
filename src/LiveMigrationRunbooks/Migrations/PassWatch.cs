using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// Whether a move comes closer to its end. A pass over the memory is compared with the best one before it, by the pause that it would need at its
/// beginning: within a pass little is left now and then, and counts for nothing. Disks, a guest that is slowed down further, and whatever is tried
/// are progress too. The statistics are compared and never added up: libvirt's numbers jump, and one alone proves nothing.
/// </summary>
/// <param name="window">How long it may go on without progress.</param>
internal sealed class PassWatch(TimeSpan window)
{
    // As KubeVirt's detector: less than this is noise.
    private const double Noise = 0.04;
    private TimeSpan _progress;
    private TimeSpan _moved;
    private TimeSpan? _stalled;
    private long _pass = 1;
    private long _passesSince;
    private long _best = long.MaxValue;
    private long _bestSince = long.MaxValue;
    private long _disk = long.MaxValue;
    private long _sent = -1;
    private long _throttle;

    /// <summary>The pass under way; 1 is the first.</summary>
    public long Pass => _pass;

    /// <summary>The pause in ms that the pass under way would have needed at its beginning; null where nothing tells.</summary>
    public long? NeededMs { get; private set; }

    public TimeSpan WithoutProgress(TimeSpan at) => at - _progress;

    public TimeSpan WithoutBytes(TimeSpan at) => at - _moved;

    /// <summary>Two passes at least, and the window, without progress.</summary>
    public bool IsStalled(TimeSpan at) => WithoutProgress(at) >= window && _passesSince >= 2;

    /// <summary>
    /// Whether as little is left now as ever: the time to do something that sends it all. After another window the least since it stalled will do.
    /// </summary>
    public bool IsLow(TimeSpan at)
    {
        if (_stalled is not { } since || NeededMs is not { } need) return false;
        return need <= _best * (1 + Noise) || (at - since >= window && need <= _bestSince);
    }

    /// <summary>Whether it has been stalled for one more window, or longer.</summary>
    public bool IsStalledLong(TimeSpan at, double windows = 1) => _stalled is { } since && at - since >= window * windows;

    /// <summary>Whatever is done about it gets its time.</summary>
    public void Progressed(TimeSpan at) => (_progress, _passesSince, _stalled, _bestSince) = (at, 0, null, long.MaxValue);

    /// <returns>True where a new pass has begun that is no better than the best.</returns>
    /// <param name="slowest">Being slowed down further than this (in hundredths) is no progress.</param>
    public bool See(JobStatistics now, TimeSpan at, long slowest = long.MaxValue)
    {
        Look(now, at, slowest);
        var pass = now.Iterations ?? 0;
        if (pass < 1 || pass == _pass) return false;
        // The counter of an earlier job may be told before the first look of this one.
        var isNew = pass > _pass;
        _pass = pass;
        if (!isNew) return false;
        _passesSince++;
        NeededMs = Needed(now);
        var need = NeededMs ?? long.MaxValue;
        if (need < _best * (1 - Noise))
        {
            _best = need;
            Progressed(at);
            return false;
        }
        if (IsStalled(at)) _stalled ??= at;
        _bestSince = Math.Min(_bestSince, need);
        return true;
    }

    private void Look(JobStatistics now, TimeSpan at, long slowest)
    {
        var sent = (now.MemoryProcessed ?? 0) + (now["disk_processed"] ?? 0);
        if (sent != _sent) (_sent, _moved) = (sent, at);
        if (now["disk_remaining"] is > 0 and var disk && disk < _disk)
        {
            _disk = disk;
            Progressed(at);
        }
        if (now["auto_converge_throttle"] is { } throttle && throttle > _throttle)
        {
            _throttle = throttle;
            if (throttle <= slowest) Progressed(at);
        }
    }

    // QEMU's own estimate while a move goes on, made when it last looked at all of the memory.
    private static long? Needed(JobStatistics now) => now.DowntimeMs is > 0 and var expected ? expected
        : now is { MemoryRemaining: { } left, BytesPerSecond: > 0 and var rate } ? left * 1000 / rate : null;
}
