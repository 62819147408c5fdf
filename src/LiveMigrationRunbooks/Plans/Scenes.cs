using LiveMigrationRunbooks.Commands;
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
            [.. peers.Where(peer => peer.Name != host && (members?.Contains(peer.Name) ?? true))])
        {
            Absent = play.Absent,
        };
    }

    /// <summary>The same scene with what the step's own probe told on the peers.</summary>
    /// <param name="step">As <see cref="StepId.Step"/> names it.</param>
    public static ValueList<Peer> Told(Scene scene, string step, IReadOnlyDictionary<string, HostReading> readings) =>
    [
        .. scene.Peers.Select(peer => peer with { Answers = readings[peer.Name].Answers.GetValueOrDefault(step), Trouble = readings[peer.Name].Trouble?.What }),
    ];

    public static Peer PeerOf(Inventory inventory, InventoryHost host) =>
        new(host.Name, HostSettings.Of(inventory, host, new Findings()).MigrationAddress?.ToString())
        {
            Address = ConnectionSettings.Of(inventory, host, new Findings())?.Address is { } address && address != host.Name ? address : null,
        };
}
