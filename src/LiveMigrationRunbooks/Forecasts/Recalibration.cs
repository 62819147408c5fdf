using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// What is left of a move that is under way, from what QEMU tells of it: bytes that remain, the speed at which they go, and from the second pass on
/// how fast the guest writes to them. Before that pass what was forecast of its writing counts.
/// </summary>
public static class Recalibration
{
    private const double SwitchSeconds = 0.05;

    /// <param name="before">How the guest was thought to write; null where nobody knew.</param>
    /// <returns>Null where QEMU does not tell enough yet.</returns>
    public static CopyCourse? Rest(JobStatistics now, DirtyCurve? before, CopyTerms terms)
    {
        if (now is not { MemoryRemaining: >= 0 and var remaining, MemoryTotal: > 0 and var total, BytesPerSecond: > 0 and var speed }) return null;
        // In the first pass QEMU reports a rate of 0, which means that it has not counted.
        var curve = now is { Iterations: > 1, DirtyPagesPerSecond: { } pages, PageSize: { } size } ? DirtyCurve.Of((double)pages * size) : before;
        if (curve is null) return null;
        var left = Math.Max(1, terms.DeadlineSeconds - ((now.ElapsedMs ?? 0) / 1000d));
        return CopyModel.Run(new CopyLoad(remaining, curve, total), new CopyPath(speed, 0, SwitchSeconds), terms with { DeadlineSeconds = left });
    }
}
