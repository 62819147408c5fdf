using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// What is left of a move that is under way, anew with each look at it: from the bytes that remain, the speed at which they have gone so far, and how much the
/// guest wrote to during each pass that is over. Until one is, what was forecast of its writing counts.
/// </summary>
/// <param name="before">How the guest was thought to write; null where nobody knew.</param>
/// <param name="inUseBytes">How much of its memory it was thought to have in use: QEMU counts what it never wrote to as remaining until it comes to it, and then sends it in no time. Infinite where nobody knew.</param>
public sealed class Recalibration(DirtyCurve? before, double inUseBytes, CopyTerms terms)
{
    private const double SwitchSeconds = 0.05;

    // As KubeVirt's detector has it: libvirt's speed is that of the last moment.
    private const double NewestShare = 0.4;

    // How far a count may be off, as a share of it.
    private const double CountError = 0.1;

    // Where even the shortest pass saw all that the guest writes to, it wrote that in less time, and nobody knows in how much: a quarter is thought.
    private const double SoonerThan = 1.1;
    private const double Hidden = 4;
    private readonly List<(double Seconds, double Bytes, double Variance)> _passes = [];
    private long _pass = 1;
    private double? _began;
    private double? _speed;

    public Recalibration(Forecast? before, CopyTerms terms) : this(before?.Writing, before?.SentBytes ?? double.PositiveInfinity, terms)
    {
    }

    /// <returns>How the rest of the move will go; null where QEMU does not tell enough yet.</returns>
    public CopyCourse? See(JobStatistics now)
    {
        if (now is not { MemoryRemaining: >= 0 and var remaining, MemoryTotal: > 0 and var total, BytesPerSecond: > 0 and var newest }) return null;
        var at = (now.ElapsedMs ?? 0) / 1000d;
        _began ??= at;
        _speed = _speed is { } speed ? speed + (NewestShare * (newest - speed)) : newest;
        if (now.Iterations is { } pass && pass > _pass) Count(now, pass, at, newest);
        if (Writing() is not { } curve) return null;
        var really = _pass > 1 ? remaining : Math.Min(remaining, Math.Max(0, inUseBytes - (now.MemoryProcessed ?? 0)));
        var load = new CopyLoad(really, curve, total) { BegunSeconds = at - _began.Value };
        return CopyModel.Run(load, new CopyPath(_speed.Value, 0, SwitchSeconds), terms with { DeadlineSeconds = Math.Max(1, terms.DeadlineSeconds - at) });
    }

    // The pause that QEMU reckons with was made when it last looked at all of the memory, and so tells how much was written to in the pass before; with the speed
    // of that, how long the pass took. Looks come too seldom to see either.
    private void Count(JobStatistics now, long pass, double at, double speed)
    {
        if (now is { DirtyPagesPerSecond: > 0 and var pages, PageSize: { } size, DowntimeMs: > 0 and var pause })
        {
            var bytes = pause / 1000d * speed;
            _passes.Add((bytes / (pages * size), bytes, Math.Pow(CountError * bytes, 2)));
        }
        (_pass, _began) = (pass, at);
    }

    // One pass alone, mostly the first and longest, tells how much is written but not how fast: the forecast has the shape.
    private DirtyCurve? Writing() => _passes switch
    {
        [] => before,
        [var only] when before?.After(only.Seconds) is > 0 and var thought => before.Scaled(only.Bytes / thought),
        _ => WritingFit.Of(_passes) is var fit && fit.Turn < SoonerThan * _passes.Min(pass => pass.Seconds) ? fit.Sooner(Hidden).Curve : fit.Curve,
    };
}
