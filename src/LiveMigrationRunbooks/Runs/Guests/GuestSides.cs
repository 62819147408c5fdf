using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Asks both hosts of a move about the guest, by UUID, in one step. A host that does not answer has said nothing. The target is asked
/// first: a move that ends between the two readings would else look like two running copies.
/// </summary>
internal sealed class GuestSides(Func<string, IHypervisor> at)
{
    public async Task<(SideReading Source, SideReading Target)> AskAsync(GuestMove move)
    {
        var target = await at(move.Target).ReadAsync(move.Uuid);
        return (await at(move.Source).ReadAsync(move.Uuid), target);
    }

    public async Task<Outcome> JudgeAsync(GuestMove move)
    {
        var (source, target) = await AskAsync(move);
        return Outcomes.Judge(source, target, move.Offline);
    }
}
