using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// Asks both hosts of a move about the guest, by UUID, in one step. A host that does not answer has said nothing. The target is asked
/// first: a move that ends between the two readings would else look like two running copies.
/// </summary>
internal sealed class GuestSides(HostSessions sessions)
{
    private const string Guest = "guest";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);

    public async Task<(SideReading Source, SideReading Target)> AskAsync(GuestMove move)
    {
        var target = await AskAsync(move.Target, move.Uuid);
        return (await AskAsync(move.Source, move.Uuid), target);
    }

    public async Task<Outcome> JudgeAsync(GuestMove move)
    {
        var (source, target) = await AskAsync(move);
        return Outcomes.Judge(source, target);
    }

    private async Task<SideReading> AskAsync(string host, string uuid)
    {
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Guest, HypervisorScripts.ReadGuest(uuid), s_patience)), CancellationToken.None);
        return results is null ? new SideReading.NoAnswer(sessions.Trouble(host)?.What ?? "lost") : GuestReader.ReadSide(results[Guest], uuid);
    }
}
