using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>Makes the scene in which a step of a play looks at its host.</summary>
public static class Scenes
{
    public static Scene Of(Inventory inventory, BoundPlay play, string host, HostFacts facts, IEnumerable<string>? among = null)
    {
        var members = among?.ToHashSet(StringComparer.Ordinal);
        var peers = play.Hosts.Select(each => PeerOf(inventory, each.Host)).ToList();
        return new Scene(
            host,
            facts,
            peers.Find(peer => peer.Name == host) ?? new Peer(host, null),
            [.. peers.Where(peer => peer.Name != host && (members?.Contains(peer.Name) ?? true))]);
    }

    public static Peer PeerOf(Inventory inventory, InventoryHost host) =>
        new(host.Name, HostSettings.Of(inventory, host, new Findings()).MigrationAddress?.ToString());
}
