using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>
/// Frees the hosts of a run that a person says is dead: its claims and its reservations. A host on which a session or a job of it lives is
/// proof of the contrary, and is left alone.
/// </summary>
public sealed class Abandonment(HostSessions sessions, string run)
{
    private const string Lock = "lock";
    private const string Read = "read";
    private const string Force = "force";
    private const string Free = "free";
    private const string Bury = "bury";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

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
        if (await sessions.SendAsync(host, Request.Of(new RequestItem(Read, HostClaim.ReadClaim, s_patience)), cancellationToken) is not { } found) return (false, sessions.Trouble(host)?.What ?? host);
        var reading = ClaimReading.Read(found[Read]);
        var items = new List<RequestItem>();
        if (reading.Reservations.Any(each => each.RunId == run)) items.Add(Required(Bury, HostClaim.BuryReservation(run)));
        if (reading.Claim is { } claim && claim.RunId == run && claim.State != ClaimState.Done)
            items.AddRange([Required(Lock, HostClaim.TakeLock), Required(Force, HostClaim.ForceEpoch(run, Environment.MachineName)), Required(Free, HostClaim.ReleaseClaim(run, claim.Epoch + 1))]);
        if (items.Count == 0) return (false, $"{host}: does not belong to {run}");
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return (false, sessions.Trouble(host)?.What ?? host);
        return items.FirstOrDefault(item => !results[item.Id].Succeeded) is { } refused
            ? (false, $"{host}: {run} is alive there: {(refused.Id == Lock ? "a session of it holds the lock" : results[refused.Id].Complaint)}")
            : (true, $"{host}: free{(items.Any(item => item.Id == Bury) ? ", its reservation is ended" : "")}");
    }

    private static RequestItem Required(string id, Command command) => new(id, command, s_patience) { Required = true };
}
