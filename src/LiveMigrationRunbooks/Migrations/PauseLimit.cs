namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// The pause that a move is allowed while it goes on: the policy's start, and more each time another pass over the memory has begun and it is
/// still not done. Between two steps lie ten seconds, so that many short passes do not run through the ladder at once.
/// </summary>
public sealed class PauseLimit(MigrationPolicy policy)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);
    private TimeSpan _last = TimeSpan.Zero;
    private long _pass = 1;

    public int Milliseconds { get; private set; } = policy.PauseStartMs;

    /// <summary>Whether a step was made that libvirt was not told yet.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>The limit to tell libvirt.</summary>
    public int Take()
    {
        IsRaised = false;
        return Milliseconds;
    }

    /// <param name="pass">The pass over the memory that libvirt reports; null where it does not.</param>
    /// <returns>Whether a step was made.</returns>
    public bool See(long? pass, TimeSpan elapsed)
    {
        if (pass is not { } now || now <= _pass || elapsed - _last < s_between || policy.PauseAfter(Milliseconds) is not { } next) return false;
        (_pass, _last, Milliseconds, IsRaised) = (now, elapsed, next, true);
        return true;
    }
}
