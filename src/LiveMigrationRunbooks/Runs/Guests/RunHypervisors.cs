using System.Collections.Concurrent;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>The guests of each host, over the sessions and under the claims of a run.</summary>
internal sealed class RunHypervisors(HostSessions sessions, Claims claims, string run, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IHypervisor> _hosts = new(StringComparer.Ordinal);

    public IHypervisor Of(string host) => _hosts.GetOrAdd(host, name => new SharedHypervisor(
        new VirshHypervisor(new HypervisorSession(request => sessions.SendAsync(name, request, CancellationToken.None), () => sessions.Trouble(name)?.What, () => claims.EpochOrNone(name)), run), time));
}
