namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// How many bytes of its memory a guest has written to at least once after a while. What it writes twice counts once, so the curve rises, ever
/// more slowly: first with the speed of writing, then, when all that is in use has been written to, hardly any more (Clark et al., NSDI 2005,
/// call that the writable working set). Straight between the spans that were measured; after the last as steep as before it.
/// </summary>
public sealed class DirtyCurve
{
    private readonly (double Seconds, double Bytes)[] _points;
    private readonly double _slope;

    private DirtyCurve((double Seconds, double Bytes)[] points, double slope) => (_points, _slope) = (points, slope);

    /// <summary>A guest that writes nothing.</summary>
    public static DirtyCurve Still { get; } = new([(0, 0)], 0);

    /// <summary>The curve min(W, D·t): <paramref name="bytesPerSecond"/> until <paramref name="hotBytes"/> have been written to, then nothing new.</summary>
    public static DirtyCurve Of(double bytesPerSecond, double hotBytes = double.PositiveInfinity) => bytesPerSecond <= 0 ? Still
        : double.IsPositiveInfinity(hotBytes) ? new DirtyCurve([(0, 0)], bytesPerSecond)
        : new DirtyCurve([(0, 0), (hotBytes / bytesPerSecond, hotBytes)], 0);

    /// <summary>
    /// Through what was measured over spans of different length. A sample that contradicts the others (fewer bytes after a longer span, or faster
    /// writing over a longer one) is bridged from above: too much is the safe side.
    /// </summary>
    /// <param name="knees">Between two spans a guest goes on as before until it has written to all that is in use, which is the most that samples allow;
    /// false for the straight line between them, which is the least.</param>
    public static DirtyCurve Through(IEnumerable<(double Seconds, double Bytes)> samples, bool knees = false)
    {
        List<(double Seconds, double Bytes)> hull = [(0, 0)];
        var most = 0d;
        foreach (var sample in samples.Where(sample => sample.Seconds > 0).OrderBy(sample => sample.Seconds).ThenByDescending(sample => sample.Bytes).DistinctBy(sample => sample.Seconds))
        {
            most = Math.Max(most, sample.Bytes);
            while (hull.Count > 1 && Slope(hull[^2], hull[^1]) < Slope(hull[^1], (sample.Seconds, most))) hull.RemoveAt(hull.Count - 1);
            hull.Add((sample.Seconds, most));
        }
        if (hull.Count == 1) return Still;
        return new DirtyCurve([.. knees ? hull.SelectMany((point, at) => Knee(hull, at) is { } knee ? [point, knee] : Point(point)) : hull], Slope(hull[^2], hull[^1]));
    }

    /// <summary>Bytes a second of the first moments.</summary>
    public double FirstSpeed => _points.Length > 1 ? Slope(_points[0], _points[1]) : _slope;

    /// <summary>The same shape, so many times as much.</summary>
    public DirtyCurve Scaled(double times) => new([.. _points.Select(point => (point.Seconds, point.Bytes * times))], _slope * times);

    /// <summary>Bytes that were written to after so many seconds.</summary>
    public double After(double seconds)
    {
        if (seconds <= 0) return 0;
        var next = Array.FindIndex(_points, point => point.Seconds >= seconds);
        if (next < 0) return _points[^1].Bytes + (_slope * (seconds - _points[^1].Seconds));
        return _points[next - 1].Bytes + (Slope(_points[next - 1], _points[next]) * (seconds - _points[next - 1].Seconds));
    }

    // Where the line before a stretch, and the one behind it, would meet inside of it.
    private static (double Seconds, double Bytes)? Knee(List<(double Seconds, double Bytes)> hull, int at)
    {
        if (at < 1 || at + 2 >= hull.Count) return null;
        var (before, behind) = (Slope(hull[at - 1], hull[at]), Slope(hull[at + 1], hull[at + 2]));
        if (before - behind < 1e-9 * before) return null;
        var seconds = (hull[at + 1].Bytes - (behind * hull[at + 1].Seconds) - hull[at].Bytes + (before * hull[at].Seconds)) / (before - behind);
        return seconds > hull[at].Seconds && seconds < hull[at + 1].Seconds ? (seconds, hull[at].Bytes + (before * (seconds - hull[at].Seconds))) : null;
    }

    private static (double Seconds, double Bytes)[] Point((double Seconds, double Bytes) point) => [point];

    private static double Slope((double Seconds, double Bytes) from, (double Seconds, double Bytes) to) => (to.Bytes - from.Bytes) / (to.Seconds - from.Seconds);
}
