using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>Who has a host, as the host itself says: proofs of life are locks that the kernel gives up with their holder.</summary>
/// <param name="Trouble">Why the host could not be asked; null where it was.</param>
public sealed record HostLocks(string Host, HostTrouble? Trouble)
{
    /// <summary>The run that has the host for itself; null where it is free.</summary>
    public ClaimLock? Claim { get; init; }

    /// <summary>Runs that send guests there.</summary>
    public ValueList<ReservationLock> Reservations { get; init; } = [];

    /// <summary>Whether a session has the host's lock.</summary>
    public bool SessionAlive { get; init; }

    /// <summary>The guard that is armed there; null for none.</summary>
    public string? Guard { get; init; }

    /// <summary>Asks hosts side by side; one that does not answer is told as such.</summary>
    public static async Task<ValueList<HostLocks>> ReadAsync(HostSessions sessions, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var found = new HostLocks[hosts.Count];
        await sessions.EachAsync(hosts.Index(), async host => found[host.Index] = await ReadAsync(sessions, host.Item, cancellationToken), cancellationToken);
        return [.. found];
    }

    private static async Task<HostLocks> ReadAsync(HostSessions sessions, string host, CancellationToken cancellationToken)
    {
        var item = new RequestItem("claim", HostClaim.ReadClaim, TimeSpan.FromSeconds(30));
        if (sessions.Trouble(host) is not null || await sessions.SendAsync(host, Request.Of(item), cancellationToken) is not { } results) return new HostLocks(host, sessions.Trouble(host));
        var reading = ClaimReading.Read(results[item.Id]);
        var boot = sessions.Greeting(host).BootId;
        return new HostLocks(host, null)
        {
            Claim = reading.Claim is { State: not ClaimState.Done } claim
                ? new ClaimLock(claim.RunId, claim.Controller, claim.State.ToString().ToLowerInvariant(), claim.Epoch, reading.JobsAlive, claim.BootId != boot, claim.Since) : null,
            Reservations = [.. reading.Reservations.Select(each => new ReservationLock(each.RunId, each.Controller, each.Kib, each.Epoch, each.Alive, each.BootId != boot, each.Since))],
            SessionAlive = reading.LockHeld,
            Guard = reading.Guard,
        };
    }
}

/// <summary>A run that has a host for itself.</summary>
/// <param name="JobAlive">Whether a job of it is at work.</param>
/// <param name="Rebooted">Whether the host has started anew since: nothing of the run lives there.</param>
/// <param name="Since">A label, by the host's clock.</param>
public sealed record ClaimLock(string Run, string Controller, string State, int Epoch, bool JobAlive, bool Rebooted, string Since);

/// <summary>A run that sends guests to a host, and the memory that they will take.</summary>
/// <param name="Alive">Whether the session that reserved, or a job of the run, lives.</param>
public sealed record ReservationLock(string Run, string Controller, long Kib, int Epoch, bool Alive, bool Rebooted, string Since);
