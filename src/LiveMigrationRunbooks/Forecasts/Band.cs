namespace LiveMigrationRunbooks.Forecasts;

/// <summary>A number that is not known exactly: what it will most likely be, and between which two it should lie. Never the other way round.</summary>
public sealed record Band(long Low, long Likely, long High)
{
    /// <summary>The band of several tries of one question; <paramref name="likely"/> is the one that counts, and is in it.</summary>
    public static Band Of(double likely, IEnumerable<double> tries)
    {
        var all = tries.Append(likely).Select(Whole).ToList();
        return new Band(all.Min(), Whole(likely), all.Max());
    }

    public bool Holds(long value) => value >= Low && value <= High;

    // Beyond 2^53 a double has no units left to round.
    private static long Whole(double value) => (long)Math.Round(Math.Clamp(value, 0, 9e15));
}
