using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>The durable claim of a run on a host; <paramref name="BootId"/> is the boot in which it was last written.</summary>
public sealed record Claim(string RunId, ClaimState State, string Controller, string BootId, int Epoch);

/// <summary>The claim on a host, whether a live session holds the lock (perhaps one's own), and whether a job of the claim's run lives.</summary>
public sealed record ClaimReading(Claim? Claim, bool LockHeld, bool JobsAlive)
{
    /// <summary>Reads the output of every command of <see cref="HostClaim"/> that concerns the claim, also of a refusal.</summary>
    public static ClaimReading Read(CommandResult result)
    {
        var values = result.Lines
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        string Value(string key) => values.GetValueOrDefault(key, "");
        var claim = Value("run").Length > 0 && int.TryParse(Value("epoch"), out var epoch) && Enum.TryParse<ClaimState>(Value("state"), true, out var state)
            ? new Claim(Value("run"), state, Value("controller"), Value("boot"), epoch)
            : null;
        return new ClaimReading(claim, Value("lock") == "held", Value("jobs") == "alive");
    }

    /// <summary>Why <see cref="HostClaim.TakeLock"/> or a claim was refused, for people; null where it was not.</summary>
    public static HostProblem? Problem(string host, CommandResult takenLock, CommandResult claimed)
    {
        if (takenLock.ExitCode > 1)
        {
            return new HostProblem("lock.failed", $"The lock on {host} cannot be taken: {takenLock.Complaint}.", $"Run as root on {host}, and check /var/lib/lmr there.");
        }

        if (!takenLock.Succeeded)
        {
            return new HostProblem("lock.held", $"Another run of `lmr` is at work on {host}.", "Wait until it has ended; lmr runs shows it.");
        }

        var claim = Read(claimed).Claim;
        var (run, controller, epoch) = (claim?.RunId ?? "?", claim?.Controller ?? "?", claim?.Epoch ?? 0);
        return claimed.ExitCode switch
        {
            0 => null,
            73 => new("claim.held", $"{host} belongs to run {run} of {controller}, which is not finished.",
                $"Finish it with lmr resume {run} or lmr rollback {run}, or give it up: lmr runs abandon {run}"),
            74 => new("job.alive", $"A job of an earlier run is still at work on {host}.", "Wait until it has ended; lmr runs shows it."),
            76 => new("claim.epoch", $"Run {run} on {host} was taken over by {controller} (epoch {epoch}).", "Leave it to that controller."),
            _ => new("claim.failed", $"The claim on {host} could not be written: {claimed.Complaint}.", $"Check /var/lib/lmr on {host}: space, owner root, mode 0700."),
        };
    }
}
