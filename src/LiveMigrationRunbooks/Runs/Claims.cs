using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// The run's hold on its hosts: a lock while its session lives, and a claim that outlives it. All hosts in sorted order, or none.
/// </summary>
internal sealed class Claims(HostSessions sessions, string run)
{
    private const string Lock = "lock";
    private const string Take = "claim";
    private const string Force = "force";
    private const string Free = "free";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, int> _epochs = new(StringComparer.Ordinal);

    public int Epoch(string host) => _epochs[host];

    /// <summary>Whether this run holds the host.</summary>
    public bool Has(string host) => _epochs.ContainsKey(host);

    /// <summary>
    /// Takes every host, and with the same script reads again what <paramref name="more"/> asks. A host that is not to be had is told, and the
    /// others are let go.
    /// </summary>
    /// <param name="adopted">The run of this controller that held a host and is known to be dead, by host.</param>
    public async Task<(HostTrouble? Refused, IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> Results)> TakeAsync(
        IReadOnlyList<string> hosts, IReadOnlyDictionary<string, string> adopted, Func<string, IEnumerable<RequestItem>> more, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, IReadOnlyDictionary<string, CommandResult>>(StringComparer.Ordinal);
        foreach (var host in hosts.Order(StringComparer.Ordinal))
        {
            List<RequestItem> items = [Required(Lock, HostClaim.TakeLock)];
            if (adopted.TryGetValue(host, out var dead)) items.AddRange(await AdoptAsync(host, dead, cancellationToken));
            items.Add(Required(Take, HostClaim.TakeClaim(run, Environment.MachineName, dead == run ? _epochs.GetValueOrDefault(host) : 0)));
            items.AddRange(more(host));
            var answer = await sessions.SendAsync(host, new Request([.. items]), cancellationToken);
            var trouble = answer is null ? sessions.Trouble(host) : ClaimReading.Problem(host, answer[Lock], answer[Take]) is { } problem ? HostSessions.Of(problem) : null;
            if (trouble is not null || answer is null)
            {
                await ReleaseAsync([.. _epochs.Keys], CancellationToken.None);
                return (trouble, results);
            }
            _epochs[host] = ClaimReading.Read(answer[Take]).Claim?.Epoch ?? 0;
            results[host] = answer;
        }
        return (null, results);
    }

    /// <summary>Ends the claim: other runs may come.</summary>
    public Task ReleaseAsync(IReadOnlyList<string> hosts, CancellationToken cancellationToken) => MarkAsync(hosts, HostClaim.ReleaseClaim, cancellationToken);

    /// <summary>Keeps the hosts for whoever decides what this run could not.</summary>
    public Task HoldAsync(IReadOnlyList<string> hosts, CancellationToken cancellationToken) => MarkAsync(hosts, HostClaim.HoldClaim, cancellationToken);

    private Task MarkAsync(IReadOnlyList<string> hosts, Func<string, int, Command> mark, CancellationToken cancellationToken) =>
        sessions.EachAsync(hosts.Where(_epochs.ContainsKey), async host =>
        {
            await sessions.SendAsync(host, Request.Of(new RequestItem(Free, mark(run, _epochs[host]), s_patience)), cancellationToken);
            _epochs.TryRemove(host, out _);
        }, cancellationToken);

    // The dead run's claim is taken over under its own name, so that it cannot come back, and then ended.
    private async Task<IEnumerable<RequestItem>> AdoptAsync(string host, string dead, CancellationToken cancellationToken)
    {
        var answer = await sessions.SendAsync(
            host, Request.Of(Required(Lock, HostClaim.TakeLock), new RequestItem(Force, HostClaim.ForceEpoch(dead, Environment.MachineName), s_patience)), cancellationToken);
        // Whoever takes its own run up again keeps it, one epoch on: a process of it that comes back is too late.
        if (dead == run && answer is not null && answer[Force].Succeeded) _epochs[host] = ClaimReading.Read(answer[Force]).Claim?.Epoch ?? 0;
        if (dead == run) return [];
        return answer is not null && ClaimReading.Read(answer[Force]).Claim is { } claim ? [Required(Free, HostClaim.ReleaseClaim(dead, claim.Epoch))] : [];
    }

    private static RequestItem Required(string id, Command command) => new(id, command, s_patience) { Required = true };
}
