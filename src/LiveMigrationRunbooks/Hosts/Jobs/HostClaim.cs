using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>Where a run stands with a host: at work, stopped with something left to decide, or finished.</summary>
public enum ClaimState
{
    Open,
    Held,
    Done,
}

/// <summary>
/// The commands for the two things that keep runs apart on a host: the lock, held by a live session, and the claim, which outlives
/// sessions and reboots. A claim changes only while the session holds the lock, so put <see cref="TakeLock"/> before, as a required item.
/// Their answers go to <see cref="ClaimReading.Read"/>.
/// </summary>
public static class HostClaim
{
    /// <summary>Fails with exit code 1 where another live session has the lock. The lock ends with the session.</summary>
    public static Command TakeLock { get; } = Command.Of(RequestScript.LockWord, "take");

    public static Command DropLock { get; } = Command.Of(RequestScript.LockWord, "drop");

    /// <summary>Shows by a lock of the session's own that it lives; whoever reserves needs it, and no other session is kept away by it.</summary>
    public static Command ShowLife { get; } = Command.Of(RequestScript.LockWord, RequestScript.LiveWord);

    public static Command ReadClaim { get; } = Claim("read");

    /// <summary>
    /// Claims the host for a run. With <paramref name="epoch"/> 0 the host must be free (no claim, or a done one) and the next epoch is
    /// taken; a run that has the claim names its epoch and gets it again.
    /// </summary>
    public static Command TakeClaim(string runId, string controller, int epoch = 0) =>
        Claim("take", Checked(runId), Line(controller), Number(epoch));

    /// <summary>Takes a run's claim over from a controller that is gone: no live session, no live job, the epoch grows by one.</summary>
    public static Command ForceEpoch(string runId, string controller) => Claim("force", Checked(runId), Line(controller));

    /// <summary>Says that the run has stopped here with something left to decide, so that other runs stay away.</summary>
    public static Command HoldClaim(string runId, int epoch) => Claim("mark", Checked(runId), Number(epoch), "held");

    /// <summary>Ends the run's claim: the host is free for other runs.</summary>
    public static Command ReleaseClaim(string runId, int epoch) => Claim("mark", Checked(runId), Number(epoch), "done");

    /// <summary>
    /// Reserves memory of a host that guests are sent to. Several runs may do so beside each other, but not beside another run's claim. With
    /// <paramref name="epoch"/> 0 it is a new one, also in place of one whose session is gone; a run that has one names its epoch to say
    /// another amount. Put <see cref="ShowLife"/> before.
    /// </summary>
    public static Command Reserve(string runId, string controller, long kib, int epoch = 0) =>
        Claim("reserve", Checked(runId), Line(controller), kib.ToString(CultureInfo.InvariantCulture), Number(epoch));

    public static Command FreeReservation(string runId, int epoch) => Claim("free", Checked(runId), Number(epoch));

    /// <summary>Ends the reservation of a run that is gone: no session that made it lives, and no job of the run.</summary>
    public static Command BuryReservation(string runId) => Claim("bury", Checked(runId));

    /// <summary>Whether claim or reservation are still the run's as they were when it took them; before whatever no job does.</summary>
    public static Command Fence(string runId, int epoch) => Claim("fence", Checked(runId), Number(epoch));

    private static Command Claim(params string[] words) => Command.Sh(EmbeddedScript.Read("Hosts/Jobs/claim.sh"), words);

    private static string Checked(string runId) =>
        Job.IsRunId(runId) ? runId : throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(runId));

    private static string Line(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
