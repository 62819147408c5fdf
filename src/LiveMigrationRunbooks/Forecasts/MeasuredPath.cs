using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>The path between two hosts as earlier moves of the same manner found it: how fast, and how long before the first byte.</summary>
/// <param name="Error">How far such moves are off what this says, as a share of their time.</param>
public sealed record MeasuredPath(CopyPath Path, double Error, int Moves, string LastRun)
{
    // Of older ones the link may have been another.
    private const int Newest = 20;

    // Three moves may agree by chance.
    private const double LeastError = 0.05;

    // What a fit says beyond these no two daemons take.
    private const double LongestSetup = 30;
    private const double LeastSwitch = 0.005;

    /// <summary>Null where the moves are too few, or too much alike, to tell speed from set-up (<see cref="CopyPath.Fit"/>).</summary>
    public static MeasuredPath? Of(IEnumerable<PastMove> moves)
    {
        var all = moves.Where(move => move is { Bytes: > 0, DurationMs: > 0 }).OrderBy(move => move.Run, StringComparer.Ordinal).TakeLast(Newest).ToList();
        // The shortest pause holds least of memory: it is the switch, or little more.
        var least = all.Min(move => move.PauseMs) is { } pause ? Math.Max(LeastSwitch, pause / 1000d) : Forecaster.UsualSwitchSeconds;
        if (CopyPath.Fit(all.Select(move => ((double)move.Bytes, move.DurationMs / 1000d)), least) is not { SetupSeconds: <= LongestSetup } path) return null;
        var error = Math.Sqrt(all.Average(move => Math.Pow((move.DurationMs / 1000d / (path.SetupSeconds + (move.Bytes / path.BytesPerSecond))) - 1, 2)));
        return new MeasuredPath(path, Math.Max(LeastError, error), all.Count, all[^1].Run);
    }

    /// <summary>As a link: a limit of the policy is in it already.</summary>
    /// <param name="full">Bytes a second without that limit.</param>
    /// <param name="between">For people: from where to where.</param>
    public LinkEstimate Link(double full, string between)
    {
        var wide = 1 + (2 * Error);
        return new LinkEstimate(Path.BytesPerSecond / wide, Path.BytesPerSecond, Path.BytesPerSecond * wide, $"{Quantity.TextOfRate((long)Path.BytesPerSecond)}, as {Moves} moves {between} had it, the last in run {LastRun}")
        {
            Full = Math.Max(full, Path.BytesPerSecond),
            SetupSeconds = Path.SetupSeconds,
            SwitchSeconds = Path.SwitchSeconds,
        };
    }
}
