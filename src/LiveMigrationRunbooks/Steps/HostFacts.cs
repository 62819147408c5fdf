using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A network interface as the kernel tells it.</summary>
public sealed record NicFact(int Mtu, string Mac, string State, string Driver, ValueList<string> Addresses);

/// <summary>
/// What a host told of itself in one script. Its members are what <c>facts.…</c> in a runbook can name, in snake case, so that the names are
/// checked offline.
/// </summary>
/// <param name="Os">Identifier and version, as <c>debian 12</c>.</param>
/// <param name="Kernel">Kernel release, as <c>uname -r</c> prints it.</param>
/// <param name="Firewall">The firewall in force: <c>firewalld</c>, <c>nftables</c> or <c>none</c>.</param>
/// <param name="ManagementNic">The interface that carries this session's address; empty over a local connection.</param>
/// <param name="MemoryKib">Memory of the host in KiB.</param>
/// <param name="Cpus">Processors online.</param>
/// <param name="Nic">Interfaces by name.</param>
public sealed record HostFacts(
    string Os, string Kernel, string Firewall, string ManagementNic, long MemoryKib, int Cpus, ValueMap<NicFact> Nic)
{
    public static HostFacts None { get; } = new("", "", "none", "", 0, 0, ValueMap<NicFact>.Empty);
}
