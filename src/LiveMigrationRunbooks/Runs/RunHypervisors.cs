using LiveMigrationRunbooks.Hosts.Hypervisors;

namespace LiveMigrationRunbooks.Runs;

/// <summary>The guests of each host, over the sessions and under the claims of a run.</summary>
internal sealed class RunHypervisors(HostSessions sessions, Claims claims, string run)
{
    public IHypervisor Of(string host) => new VirshHypervisor(
        new HypervisorSession(request => sessions.SendAsync(host, request, CancellationToken.None), () => sessions.Trouble(host)?.What, () => claims.EpochOrNone(host)), run);
}
