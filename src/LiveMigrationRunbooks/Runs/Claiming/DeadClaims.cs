using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>What dead runs of this controller left on their hosts: taken over under their own names, so that none of them can come back, and ended.</summary>
internal sealed class DeadClaims(HostSessions sessions, string run, Adoption adoption)
{
    private const string Force = "force";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HashSet<string> _adopted = new(StringComparer.Ordinal);

    /// <summary>Whether it is this run itself that left the host, and goes on now.</summary>
    public bool IsOfThisRun(string host) => adoption.Dead.GetValueOrDefault(host) == run;

    /// <summary>Nothing of a dead run is left there.</summary>
    public void Adopted(string host) => _adopted.Add(host);

    /// <summary>The host is this run's as little as before: it may have to be adopted once more.</summary>
    public void Forget(string host) => _adopted.Remove(host);

    /// <summary>What ends another run's claim there; nothing where there is none.</summary>
    public async Task<IEnumerable<RequestItem>> EndedAsync(string host) => IsOfThisRun(host) ? [] : await AnyEndedAsync(host);

    /// <summary>The epoch with which this run keeps its own claim, one on: a process of it that comes back is too late. 0 where it begins.</summary>
    public async Task<int> OnwardAsync(string host) =>
        IsOfThisRun(host) && !_adopted.Contains(host) && await ForcedAsync(host, run) is { Succeeded: true } answer ? ClaimReading.Read(answer).Claim?.Epoch ?? 0 : 0;

    /// <summary>What ends reservations there.</summary>
    public IEnumerable<RequestItem> Buried(string host) => adoption.Buried.GetValueOrDefault(host, [])
        .Select(dead => new RequestItem($"bury#{dead}", HostClaim.BuryReservation(dead), s_patience));

    /// <summary>Ends all of it on hosts that this run has not: its own claim too, where it needed the host no more.</summary>
    public Task EndAsync(Func<string, bool> has) => sessions.EachAsync(adoption.Dead.Keys.Union(adoption.Buried.Keys).Where(host => sessions.Trouble(host) is null && !has(host)), async host =>
    {
        List<RequestItem> items = [.. Buried(host), .. await AnyEndedAsync(host)];
        if (items.Count > 0) await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None);
    }, CancellationToken.None);

    private async Task<IEnumerable<RequestItem>> AnyEndedAsync(string host)
    {
        if (!adoption.Dead.TryGetValue(host, out var dead) || _adopted.Contains(host)) return [];
        return await ForcedAsync(host, dead) is { } answer && ClaimReading.Read(answer).Claim is { } claim ? [Claims.Required("free", HostClaim.ReleaseClaim(dead, claim.Epoch))] : [];
    }

    private async Task<CommandResult?> ForcedAsync(string host, string dead)
    {
        var force = new RequestItem(Force, HostClaim.ForceEpoch(dead, Environment.MachineName), s_patience);
        return (await sessions.SendAsync(host, Request.Of(Claims.Required("lock", HostClaim.TakeLock), force), CancellationToken.None))?[Force];
    }
}
