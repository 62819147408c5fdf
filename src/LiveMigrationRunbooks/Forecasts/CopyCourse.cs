namespace LiveMigrationRunbooks.Forecasts;

/// <summary>How a move goes, or went. One that does not end is called off, at its deadline or where it comes no closer to its end, and then this says what it has cost until there.</summary>
/// <param name="PauseSeconds">How long the guest stands still. Of a move that does not end: how long it would have to, with the least that was left.</param>
/// <param name="Passes">Over the memory, before the pause.</param>
/// <param name="Throttle">How much the guest was slowed down at the end: 0 to 0.99.</param>
/// <param name="DegradedSeconds">How long it runs on the target with memory that is still to come.</param>
public sealed record CopyCourse(bool Ends, double Bytes, double Seconds, double PauseSeconds, int Passes, double Throttle = 0, double DegradedSeconds = 0)
{
    /// <summary>When it goes on at the target; before all is there only where it ends by post-copy.</summary>
    public double LeavesSeconds => Seconds - DegradedSeconds;
}
