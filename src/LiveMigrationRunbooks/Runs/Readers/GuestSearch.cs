using System.Collections.Concurrent;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>Asks hosts, side by side, which of them has a guest; changes nothing, and needs no claim.</summary>
public sealed class GuestSearch(HostSessions sessions)
{
    /// <param name="guest">Its name or UUID.</param>
    public async Task<GuestPlace> FindAsync(string guest, IEnumerable<string> hosts, CancellationToken stop)
    {
        var read = new ConcurrentDictionary<string, HypervisorReading>(StringComparer.Ordinal);
        await sessions.EachAsync(hosts, async host => read[host] = (await At(host, stop).SurveyAsync()).Reading, stop);
        return GuestPlace.Of(guest, read);
    }

    private VirshHypervisor At(string host, CancellationToken stop) =>
        new(new HypervisorSession(request => sessions.SendAsync(host, request, stop), () => sessions.Trouble(host)?.What, () => 0), "");
}
