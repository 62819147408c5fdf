using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>How a guest writes to its memory: most likely, and at its calmest and busiest that the samples allow.</summary>
public sealed record DirtyEstimate(DirtyCurve Calm, DirtyCurve Likely, DirtyCurve Busy)
{
    private const double Mib = 1 << 20;

    // QEMU's DIRTYRATE_DEFAULT_SAMPLE_PAGES: so many pages of each GiB are looked at.
    private const double PagesPerGib = 512;
    private const double PageBytes = (1 << 30) / PagesPerGib;

    // Nine of ten samples lie within so many standard errors; and a guest is never the same twice.
    private const double Errors = 1.64;
    private const double LeastError = 0.1;
    private const double Restless = 0.05;

    /// <summary>A sample older than a day says nothing of today.</summary>
    public const long OldestSeconds = 24 * 3600;

    /// <summary>Null where there is no sample, or only old ones.</summary>
    /// <param name="memoryKib">The guest's whole memory, of which the samples looked at a part.</param>
    public static DirtyEstimate? Of(GuestMemory memory, long memoryKib)
    {
        var usable = memory.Samples.Where(sample => memory.IsMeasured || sample.AgeSeconds is < OldestSeconds).ToList();
        if (usable.Count == 0 || memoryKib <= 0) return null;
        var spans = usable.GroupBy(sample => sample.PeriodSeconds).Select(span => Span(span.Key, [.. span], memoryKib)).ToList();
        return new DirtyEstimate(
            DirtyCurve.Through(spans.Select(span => (span.Seconds, span.Calm))),
            WritingFit.Of([.. spans.Select(span => (span.Seconds, span.Likely, span.Variance))]).Curve,
            DirtyCurve.Through(spans.Select(span => (span.Seconds, span.Busy)), knees: true));
    }

    // QEMU cuts what comes after the point. A page that it looked at stands for 2 MiB: over one second, or two, that leaves nothing to cut.
    private static double Cut(long seconds) => Math.Max(0, 0.5 - (1.0 / seconds));

    // Of the pages that were found written to, of what the guest itself does, and of what QEMU cuts.
    private static double Variance(double bytes, int windows, long seconds) =>
        (PageBytes * Math.Max(bytes, PageBytes) / windows) + Math.Pow(Restless * bytes, 2) + (seconds > 2 ? Math.Pow(seconds * Mib, 2) / 12 / windows : 0);

    // Sampling is counting: of k pages that were found written to, the error is the root of k.
    private static (double Seconds, double Calm, double Likely, double Busy, double Variance) Span(long seconds, List<DirtySample> samples, long memoryKib)
    {
        var bytes = samples.Average(sample => sample.MibPerSecond > 0 ? sample.MibPerSecond + Cut(seconds) : 0) * seconds * Mib;
        var seen = samples.Count * PagesPerGib * (bytes / (1 << 30));
        var error = LeastError + (Errors / Math.Sqrt(Math.Max(1, seen))) + samples.Max(Drift);
        var whole = memoryKib * 1024d;
        return (seconds, Math.Max(0, bytes * (1 - error)), Math.Min(whole, bytes), Math.Min(whole, (bytes * (1 + error)) + (seconds * Mib)), Variance(bytes, samples.Count, seconds));
    }

    // What was measured hours ago may be half or twice as much now.
    private static double Drift(DirtySample sample) => Math.Min(1, (sample.AgeSeconds ?? 0) / 3600d * 0.25);
}
