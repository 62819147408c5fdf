using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A network interface as the kernel tells it.</summary>
/// <param name="Mac">Its address; empty where it has none.</param>
/// <param name="State">As the kernel calls it: <c>up</c>, <c>down</c>, <c>unknown</c>.</param>
/// <param name="Addresses">With their prefix lengths: <c>198.51.100.11/24</c>.</param>
public sealed record NicFact(int Mtu, string Mac, string State, string Driver, ValueList<string> Addresses)
{
    /// <summary>What the kernel calls its sort: <c>bond</c>, <c>bridge</c>, <c>vlan</c>, <c>tun</c>, <c>macvtap</c>; empty for a plain one.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The bond or bridge that it is a member of; empty where it is none.</summary>
    public string Master { get; init; } = "";

    /// <summary>What it stands on: the parent of a VLAN, the members of a bond or bridge.</summary>
    public ValueList<string> Below { get; init; } = [];
}

/// <summary>The file system at one path. Of those without a bound of their own the free room is that of what they lie on.</summary>
public sealed record MountFact(bool ReadOnly, long FreeKib);

/// <summary>
/// What a host told of itself in one script. Its members are what <c>facts.…</c> in a runbook can name, in snake case, so that the names are
/// checked offline.
/// </summary>
/// <param name="Os">Identifier and version, as <c>debian 12</c>.</param>
/// <param name="Kernel">Kernel release, as <c>uname -r</c> prints it.</param>
/// <param name="Firewall">The firewall that turns packets away: <c>firewalld</c>, <c>ufw</c>, <c>iptables</c>, <c>nftables</c> or <c>none</c>.</param>
/// <param name="ManagementNic">The interface that carries this session's address; empty over a local connection.</param>
/// <param name="MemoryKib">Memory of the host in KiB.</param>
/// <param name="Cpus">Processors online.</param>
/// <param name="Nic">Interfaces by name.</param>
public sealed record HostFacts(
    string Os, string Kernel, string Firewall, string ManagementNic, long MemoryKib, int Cpus, ValueMap<NicFact> Nic)
{
    public static HostFacts None { get; } = new("", "", "none", "", 0, 0, ValueMap<NicFact>.Empty);

    /// <summary>
    /// Whom this session connects: the client's address, this host's, and this host's port, as the host sees them. The client's port is left
    /// out, which is another one each time. Empty over a local connection.
    /// </summary>
    public string SshSession { get; init; } = "";

    /// <summary>Interfaces over which the host reaches network storage that is in use (NFS, iSCSI, Ceph, NBD, NVMe over TCP).</summary>
    public ValueList<string> StorageNics { get; init; } = [];

    /// <summary>Interfaces over which a guest is moving just now.</summary>
    public ValueList<string> MigrationNics { get; init; } = [];

    /// <summary>The file systems under the folders that settings are kept in, by path.</summary>
    public ValueMap<MountFact> Mount { get; init; } = ValueMap<MountFact>.Empty;

    /// <summary>Programs that some kind of step runs and that this host does not have.</summary>
    public ValueList<string> MissingTools { get; init; } = [];
}
