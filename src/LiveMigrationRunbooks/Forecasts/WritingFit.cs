namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// The simplest way of writing that agrees with what was measured over spans of different length: a set of pages that the guest writes to evenly and comes
/// round to after a while, f(t) = a·min(t, τ), and, only where the samples clearly ask for it, writing elsewhere that goes on and on, + c·t. By weighted least
/// squares over all τ between the shortest span and the longest. A curve through every sample would have the sample's errors in it, and near the speed
/// of the link a tenth more writing is twice the time.
/// </summary>
internal static class WritingFit
{
    // By Akaike's criterion one more number must make the sum of squares smaller by 2.
    private const double WorthOneMore = 2;
    private const double Step = 1.05;

    /// <param name="samples">Each with its variance.</param>
    public static Fit Of(IReadOnlyList<(double Seconds, double Bytes, double Variance)> samples)
    {
        var (simple, richer) = (Fit.Worst, Fit.Worst);
        foreach (var turn in Turns(samples.Min(sample => sample.Seconds), samples.Max(sample => sample.Seconds)))
        {
            simple = Better(simple, Simple(samples, turn));
            richer = Better(richer, Richer(samples, turn));
        }
        return simple.Squares - richer.Squares > WorthOneMore ? richer : simple;
    }

    // A guest may also never come round: one straight line.
    private static IEnumerable<double> Turns(double shortest, double longest)
    {
        for (var turn = shortest; turn < longest; turn *= Step) yield return turn;
        yield return double.PositiveInfinity;
    }

    private static Fit Simple(IReadOnlyList<(double Seconds, double Bytes, double Variance)> samples, double turn)
    {
        var (xx, xy) = (0d, 0d);
        foreach (var (seconds, bytes, variance) in samples)
        {
            var x = Math.Min(seconds, turn);
            (xx, xy) = (xx + (x * x / variance), xy + (x * bytes / variance));
        }
        return Judged(samples, xy / xx, turn, 0);
    }

    private static Fit Richer(IReadOnlyList<(double Seconds, double Bytes, double Variance)> samples, double turn)
    {
        var (xx, xt, tt, xy, ty) = (0d, 0d, 0d, 0d, 0d);
        foreach (var (seconds, bytes, variance) in samples)
        {
            var x = Math.Min(seconds, turn);
            (xx, xt, tt) = (xx + (x * x / variance), xt + (x * seconds / variance), tt + (seconds * seconds / variance));
            (xy, ty) = (xy + (x * bytes / variance), ty + (seconds * bytes / variance));
        }
        var apart = (xx * tt) - (xt * xt);
        if (apart < 1e-9 * xx * tt) return Fit.Worst;
        var (speed, elsewhere) = (((xy * tt) - (ty * xt)) / apart, ((ty * xx) - (xy * xt)) / apart);
        return speed < 0 || elsewhere < 0 ? Fit.Worst : Judged(samples, speed, turn, elsewhere);
    }

    private static Fit Judged(IReadOnlyList<(double Seconds, double Bytes, double Variance)> samples, double speed, double turn, double elsewhere) => new(
        samples.Sum(sample => Math.Pow(sample.Bytes - (speed * Math.Min(sample.Seconds, turn)) - (elsewhere * sample.Seconds), 2) / sample.Variance), speed, turn, elsewhere);

    // What is equally good is left as it is: the earlier turn, the same on every machine.
    private static Fit Better(Fit old, Fit other) => other.Squares < old.Squares - 1e-9 ? other : old;

    /// <param name="Speed">Bytes a second to the pages that it comes round to.</param>
    /// <param name="Turn">After how many seconds it does; infinite where that was not seen.</param>
    /// <param name="Elsewhere">Bytes a second to others.</param>
    public readonly record struct Fit(double Squares, double Speed, double Turn, double Elsewhere)
    {
        public static Fit Worst => new(double.MaxValue, 0, 0, 0);

        public DirtyCurve Curve => double.IsPositiveInfinity(Turn) ? DirtyCurve.Of(Speed + Elsewhere)
            : DirtyCurve.Through([(Turn, (Speed + Elsewhere) * Turn), (2 * Turn, (Speed + (2 * Elsewhere)) * Turn)]);

        /// <summary>The same pages, written to so many times as fast.</summary>
        public Fit Sooner(double times) => this with { Speed = Speed * times, Turn = Turn / times };
    }
}
