using System.Collections.Concurrent;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks hosts, side by side, which of them has a guest.</summary>
public sealed class GuestSearch(HostSessions sessions)
{
    /// <param name="guest">Its name or UUID.</param>
    public async Task<GuestPlace> FindAsync(string guest, IEnumerable<string> hosts, CancellationToken stop)
    {
        var ask = new HypervisorQuestions(sessions, "");
        var read = new ConcurrentDictionary<string, HypervisorReading>(StringComparer.Ordinal);
        await sessions.EachAsync(hosts, async host => read[host] = await ask.ReadAsync(host), stop);
        return GuestPlace.Of(guest, read);
    }
}
