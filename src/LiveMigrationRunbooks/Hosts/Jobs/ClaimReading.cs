using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>The durable claim of a run on a host; <paramref name="BootId"/> is the boot in which it was last written.</summary>
/// <param name="Since">When the run came, as the host's clock said; a label that proves nothing.</param>
public sealed record Claim(string RunId, ClaimState State, string Controller, string BootId, int Epoch, string Since = "");

/// <summary>Memory of a host that a run is about to fill with guests.</summary>
/// <param name="Alive">Whether the session that made it, or a job of its run, lives.</param>
public sealed record Reservation(string RunId, long Kib, int Epoch, bool Alive, string Since, string BootId, string Controller);

/// <summary>The claim on a host, whether a live session holds the lock (perhaps one's own), and whether a job of the claim's run lives.</summary>
public sealed record ClaimReading(Claim? Claim, bool LockHeld, bool JobsAlive)
{
    private const string Reserved = "reserved";

    /// <summary>Who sends guests here, by run.</summary>
    public ValueList<Reservation> Reservations { get; init; } = [];

    /// <summary>The guard that is armed on the host, as the host names it; null for none.</summary>
    public string? Guard { get; init; }

    /// <summary>Reads the output of every command of <see cref="HostClaim"/> that concerns the claim, also of a refusal.</summary>
    public static ClaimReading Read(CommandResult result)
    {
        var told = result.Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        string Value(string key) => told[key].FirstOrDefault("");
        var claim = Value("run").Length > 0 && Count(Value("epoch")) is { } epoch && Enum.TryParse<ClaimState>(Value("state"), true, out var state)
            ? new Claim(Value("run"), state, Value("controller"), Value("boot"), epoch, Value("since"))
            : null;
        return new ClaimReading(claim, Value("lock") == "held", Value("jobs") == "alive")
        {
            Reservations = [.. told[Reserved].Select(ReservationOf).OfType<Reservation>()],
            Guard = Value("guard") is { Length: > 0 } guard ? guard : null,
        };
    }

    /// <summary>Why <see cref="HostClaim.TakeLock"/> or a claim was refused, for people; null where it was not.</summary>
    public static HostProblem? Problem(string host, CommandResult takenLock, CommandResult claimed)
    {
        if (takenLock.ExitCode > 1)
        {
            return new HostProblem("lock.failed", $"The lock on {host} cannot be taken: {takenLock.Complaint}.", $"Run as root on {host}, and check /var/lib/lmr there.");
        }

        return takenLock.Succeeded
            ? Problem(host, claimed)
            : new HostProblem("lock.held", $"Another run of `lmr` is at work on {host}.", "Wait until it has ended (--lock-timeout waits); lmr locks list shows it.");
    }

    /// <summary>Why a claim or a reservation was refused, for people; null where it was not.</summary>
    public static HostProblem? Problem(string host, CommandResult claimed)
    {
        var reading = Read(claimed);
        var (run, controller, epoch) = (reading.Claim?.RunId ?? "?", reading.Claim?.Controller ?? "?", reading.Claim?.Epoch ?? 0);
        return claimed.ExitCode switch
        {
            0 => null,
            70 => new("claim.busy", $"The claim's files on {host} are in use for too long.", $"Look for a process there that holds /var/lib/lmr/claim.lock."),
            71 => new("host.full", $"On {host} {claimed.Complaint}.", "Make room: 16 MiB at least, for jobs and before-images."),
            72 => new("claim.reserved", $"{host} is where {Told(reading.Reservations)} guests to.", "Wait until that run has ended (--lock-timeout waits); lmr locks list shows it."),
            73 => new("claim.held", $"{host} belongs to run {run} of {controller}, which is not finished.",
                $"Finish it with lmr resume {run} or lmr rollback {run}, or give it up: lmr runs abandon {run}"),
            74 => new("job.alive", $"A job of an earlier run is still at work on {host}.", "Wait until it has ended; lmr locks list shows it."),
            76 => new("claim.epoch", $"Run {run} on {host} was taken over by {controller} (epoch {epoch}).", "Leave it to that controller."),
            _ => new("claim.failed", $"The claim on {host} could not be written: {claimed.Complaint}.", $"Check /var/lib/lmr on {host}: space, owner root, mode 0700."),
        };
    }

    private static string Told(ValueList<Reservation> reservations) => reservations switch
    {
        [] => "another run sends",
        [var one] => $"run {one.RunId} of {one.Controller} sends",
        _ => $"runs {string.Join(", ", reservations.Select(each => each.RunId))} send",
    };

    private static Reservation? ReservationOf(string line) =>
        line.Split(' ', 7) is [var run, var kib, var epoch, var alive, var since, var boot, var controller]
            && long.TryParse(kib, NumberStyles.None, CultureInfo.InvariantCulture, out var memory) && Count(epoch) is { } number
            ? new Reservation(run, memory, number, alive == "alive", since, boot, controller) : null;

    private static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
