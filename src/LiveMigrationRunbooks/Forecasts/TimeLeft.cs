using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>What is left of a move, as a clause for people.</summary>
public static class TimeLeft
{
    /// <returns>Empty where nobody can tell.</returns>
    public static string Text(CopyCourse? rest) => rest switch
    {
        null => "",
        { Ends: true, Throttle: > 0 and var throttle } => $", some {Span(rest)} to go, if it is slowed down by {throttle * 100:0} %",
        { Ends: true } => $", some {Span(rest)} to go",
        _ => ", as it writes now it does not end",
    };

    // To the second; nobody reads an estimate more closely.
    private static string Span(CopyCourse rest) => Quantity.Text(TimeSpan.FromSeconds(Math.Ceiling(rest.Seconds)));
}
