using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>
/// How long to wait for hosts that other runs have, counted once for the whole run: <c>--lock-timeout</c>. Without it others are not waited for.
/// </summary>
public sealed class ClaimWait(TimeSpan patience, Action<string> tell, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <summary>What may pass by waiting.</summary>
    private static readonly HashSet<string> s_passing = new(StringComparer.Ordinal) { "lock.held", "claim.held", "claim.reserved", "claim.busy", "job.alive", "run.alive" };
    private readonly long _begun = time.GetTimestamp();
    private string? _told;

    public static ClaimWait None(TimeProvider time) => new(TimeSpan.Zero, _ => { }, time);

    /// <summary>Whether waiting may help, and there is time left for it.</summary>
    public bool Helps(string reason) => s_passing.Contains(reason) && time.GetElapsedTime(_begun) + s_pause <= patience;

    /// <summary>Waits a moment; says whom for whenever that is somebody else. It does not end by an exception.</summary>
    public async Task PauseAsync(string what, CancellationToken stop)
    {
        if (_told != what) tell($"{what} Waiting, at most {Quantity.Text(patience)}.");
        _told = what;
        await Task.Delay(s_pause, time, stop).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
