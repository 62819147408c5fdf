using LiveMigrationRunbooks.Libvirt.Sampling;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>Makes a forecast of what is known of a guest, its link and its terms. The model is run for each pair of how it may write and how fast the link may be.</summary>
public static class Forecaster
{
    // From the start to the first byte, and between passes: two daemons that log in to each other and start a QEMU. Seen from 0.6 s to 2.9 s.
    private static readonly (double Least, double Likely, double Most) s_setup = (0.4, 0.8, 3);

    // Device state and QEMU's own steps; 20 to 150 ms on most hosts.
    internal const double UsualSwitchSeconds = 0.05;

    /// <param name="memory">Null where its host tells nothing of it.</param>
    /// <param name="memoryKib">The most it may have.</param>
    /// <param name="diskBytes">Of disks that are copied before its memory.</param>
    public static Forecast Make(GuestMemory? memory, long memoryKib, LinkEstimate link, CopyTerms terms, long diskBytes = 0)
    {
        var known = memory ?? new GuestMemory(null, null, null, []);
        var bytes = Math.Max(0, known.UsedKib(memoryKib)) * 1024d;
        var writing = DirtyEstimate.Of(known, memoryKib);
        var recalled = known.IsMeasured ? null : known.History;
        // Of a guest that nobody measured it is not known either when it would be seen to come no closer to its end.
        if (writing is null) terms = terms with { StallSeconds = double.PositiveInfinity };
        // What earlier moves needed is most likely needed again.
        var setup = link.SetupSeconds is { } before ? (Least: Math.Min(before, s_setup.Least), Likely: before, Most: Math.Max(2 * before, s_setup.Most)) : s_setup;
        var switching = link.SwitchSeconds ?? UsualSwitchSeconds;
        var likely = Run(writing?.Likely ?? DirtyCurve.Still, (link.Likely, setup.Likely));
        DirtyCurve[] curves = writing is null ? [DirtyCurve.Still, DirtyCurve.Of(4 * link.Fast)] : [writing.Calm, writing.Likely, writing.Busy];
        (double, double)[] paths = [(link.Slow, setup.Most), (link.Likely, setup.Likely), (link.Fast, setup.Least)];
        var tries = curves.SelectMany(_ => paths, Run).ToList();
        return new Forecast(
            Band.Of(likely.Bytes, tries.Select(course => course.Bytes)),
            Band.Of(likely.Seconds * 1000, tries.Select(course => course.Seconds * 1000)),
            Band.Of(likely.PauseSeconds * 1000, tries.Select(course => course.PauseSeconds * 1000)),
            writing is null ? Convergence.Unknown : Verdict(likely.Ends, tries),
            writing is null ? ForecastSource.None : known.IsMeasured ? ForecastSource.Measured : ForecastSource.History,
            (long)bytes,
            link.From)
        {
            SampleAgeSeconds = writing is null ? null : recalled?.AgeSeconds ?? known.Samples.Max(sample => sample.AgeSeconds),
            SampleHour = recalled?.Hour,
            SampleCount = recalled?.Looks.Count,
            DirtyBytesPerSecond = writing is null ? null : (long)writing.Likely.FirstSpeed,
            DirtyBytesPerMinute = writing is null ? null : (long)writing.Likely.After(60),
            ThrottlePercent = (int)Math.Round(likely.Throttle * 100),
            NotMeasured = known.NotMeasured,
            LeavesMs = tries.Exists(course => course.DegradedSeconds > 0) ? Band.Of(likely.LeavesSeconds * 1000, tries.Select(course => course.LeavesSeconds * 1000)) : null,
            FollowsMs = tries.Exists(course => course.DegradedSeconds > 0) ? Band.Of(likely.DegradedSeconds * 1000, tries.Select(course => course.DegradedSeconds * 1000)) : null,
        };

        CopyCourse Run(DirtyCurve curve, (double Speed, double Setup) path)
        {
            // What follows the guest is not under the limit of what goes before it.
            var unlimited = path.Speed * link.Full / link.Likely;
            var copied = new CopyPath(path.Speed, path.Setup + (diskBytes / path.Speed), switching)
            {
                PauseBytesPerSecond = Math.Max(path.Speed, link.Full),
                FollowBytesPerSecond = terms.FollowBytesPerSecond is { } limit ? Math.Min(limit, unlimited) : unlimited,
            };
            var course = CopyModel.Run(new CopyLoad(known.TouchedKib is > 0 ? Forecast.SentShare * bytes : bytes, curve, bytes), copied, terms);
            return course with { Bytes = course.Bytes + diskBytes };
        }
    }

    private static Convergence Verdict(bool likely, List<CopyCourse> tries) => likely
        ? tries.TrueForAll(course => course.Ends) ? Convergence.Yes : Convergence.Probably
        : tries.Exists(course => course.Ends) ? Convergence.Doubtful : Convergence.No;
}
