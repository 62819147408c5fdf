using LiveMigrationRunbooks.Libvirt.Sampling;

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

    // At the same hour of another week it may be half as much again; the mean of several is surer.
    private const double OtherWeek = 0.5;

    // Of several looks the middle is likely; one in ten is busier than the busy one.
    private const double Busiest = 0.9;

    /// <summary>Null where there is no sample, or only old ones. What was measured for this plan counts before what was at this hour before, and that before what QEMU kept.</summary>
    /// <param name="memoryKib">The guest's whole memory, of which the samples looked at a part.</param>
    public static DirtyEstimate? Of(GuestMemory memory, long memoryKib)
    {
        if (!memory.IsMeasured && memory.History is { } history && memoryKib > 0) return Of([.. history.Looks.SelectMany(look => look).GroupBy(sample => sample.PeriodSeconds).Select(span => Recalled(span.Key, history, memoryKib))]);
        var usable = memory.Samples.Where(sample => memory.IsMeasured || sample.AgeSeconds is < OldestSeconds).ToList();
        if (usable.Count == 0 || memoryKib <= 0) return null;
        return Of([.. usable.GroupBy(sample => sample.PeriodSeconds).Select(span => Span(span.Key, [.. span], memoryKib))]);
    }

    private static DirtyEstimate Of(List<(double Seconds, double Calm, double Likely, double Busy, double Variance)> spans) => new(
        DirtyCurve.Through(spans.Select(span => (span.Seconds, span.Calm))),
        WritingFit.Of([.. spans.Select(span => (span.Seconds, span.Likely, span.Variance))]).Curve,
        DirtyCurve.Through(spans.Select(span => (span.Seconds, span.Busy)), knees: true));

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

    // Each look is one value: what differs between them is what the guest did, not what was counted wrong.
    private static (double Seconds, double Calm, double Likely, double Busy, double Variance) Recalled(long seconds, GuestHistory history, long memoryKib)
    {
        var looks = history.Looks.Select(look => look.Where(sample => sample.PeriodSeconds == seconds).Select(sample => sample with { AgeSeconds = 0 }).ToList())
            .Where(look => look.Count > 0).Select(look => Span(seconds, look, memoryKib)).ToList();
        var unsure = OtherWeek / Math.Sqrt(looks.Count);
        return (seconds, Quantile(looks.Select(look => look.Calm), 1 - Busiest) * (1 - unsure), Quantile(looks.Select(look => look.Likely), 0.5),
            Math.Min(memoryKib * 1024d, Quantile(looks.Select(look => look.Busy), Busiest) * (1 + unsure)), looks.Average(look => look.Variance) / looks.Count);
    }

    // Between two of them in proportion.
    private static double Quantile(IEnumerable<double> values, double share)
    {
        var all = values.Order().ToList();
        var at = share * (all.Count - 1);
        var below = (int)at;
        return below + 1 < all.Count ? all[below] + ((at - below) * (all[below + 1] - all[below])) : all[below];
    }

    // What was measured hours ago may be half or twice as much now.
    private static double Drift(DirtySample sample) => Math.Min(1, (sample.AgeSeconds ?? 0) / 3600d * 0.25);
}
