using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Frees the hosts of a run that a person says is dead. A host on which a session or a job of it lives is proof of the contrary, and is left
/// alone.
/// </summary>
public sealed class Abandonment(HostSessions sessions, string run)
{
    private const string Lock = "lock";
    private const string Read = "read";
    private const string Force = "force";
    private const string Free = "free";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>How many hosts were freed, and a line for each host that says what was found.</summary>
    public async Task<(int Freed, ValueList<string> Lines)> FreeAsync(IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var freed = 0;
        foreach (var host in hosts)
        {
            var (ended, line) = await FreeAsync(host, cancellationToken);
            lines.Add(line);
            if (ended) freed++;
        }
        return (freed, [.. lines]);
    }

    private async Task<(bool Freed, string Line)> FreeAsync(string host, CancellationToken cancellationToken)
    {
        var items = new RequestItem(Lock, HostClaim.TakeLock, s_patience) { Required = true };
        var read = new RequestItem(Read, HostClaim.ReadClaim, s_patience);
        if (await sessions.SendAsync(host, Request.Of(read), cancellationToken) is not { } found) return (false, sessions.Trouble(host)?.What ?? host);
        if (ClaimReading.Read(found[Read]).Claim is not { } claim || claim.RunId != run || claim.State == ClaimState.Done) return (false, $"{host}: does not belong to {run}");
        var force = new RequestItem(Force, HostClaim.ForceEpoch(run, Environment.MachineName), s_patience) { Required = true };
        var free = new RequestItem(Free, HostClaim.ReleaseClaim(run, claim.Epoch + 1), s_patience);
        if (await sessions.SendAsync(host, Request.Of(items, force, free), cancellationToken) is not { } results) return (false, sessions.Trouble(host)?.What ?? host);
        return results[Free].Succeeded ? (true, $"{host}: free") : (false, $"{host}: {run} is alive there: {FirstComplaint(results)}");
    }

    private static string FirstComplaint(IReadOnlyDictionary<string, CommandResult> results) =>
        results[Lock].Succeeded ? results[Force].Succeeded ? results[Free].Complaint : results[Force].Complaint : "a session of it holds the lock";
}
