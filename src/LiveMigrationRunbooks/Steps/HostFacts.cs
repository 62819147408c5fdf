using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// What a host told of itself in one script. Its members are what <c>facts.…</c> in a runbook can name, in snake case, so that the names are
/// checked offline; what they tell stands in the reference.
/// </summary>
public sealed record HostFacts(
    [property: Tells("Identifier and version of the system, as `debian 12`.")] string Os,
    [property: Tells("Release of the running kernel, as `uname -r` prints it.")] string Kernel,
    [property: Tells("The firewall that turns packets away: `firewalld`, `ufw`, `iptables`, `nftables` or `none`.")] string Firewall,
    [property: Tells("The interface that carries this session's address; empty over a local connection.")] string ManagementNic,
    [property: Tells("Memory of the host in KiB.")] long MemoryKib,
    [property: Tells("Processors online.")] int Cpus,
    ValueMap<NicFact> Nic)
{
    public static HostFacts None { get; } = new("", "", "none", "", 0, 0, ValueMap<NicFact>.Empty);

    // The client's port is left out, which is another one each time.
    [Tells("Whom this session connects: the client's address, this host's, and this host's port, as the host sees them. Empty over a local connection.")]
    public string SshSession { get; init; } = "";

    [Tells("Interfaces over which the host reaches network storage that is in use (NFS, iSCSI, Ceph, NBD, NVMe over TCP).")]
    public ValueList<string> StorageNics { get; init; } = [];

    [Tells("Interfaces over which a guest is moving just now.")]
    public ValueList<string> MigrationNics { get; init; } = [];

    /// <summary>The file systems under the folders that settings are kept in, by path.</summary>
    public ValueMap<MountFact> Mount { get; init; } = ValueMap<MountFact>.Empty;

    [Tells("Programs that some kind of step runs and that this host does not have.")]
    public ValueList<string> MissingTools { get; init; } = [];

    public CpuFact Cpu { get; init; } = new("", "");

    public HugepagesFact Hugepages { get; init; } = new(0, 0, 0);

    public LibvirtFact Libvirt { get; init; } = LibvirtFact.None;

    public QemuFact Qemu { get; init; } = new("", false);

    [Tells("Who may take page faults of post-copy: `everyone` (vm.unprivileged_userfaultfd), `device` (/dev/userfaultfd), `privileged` (processes with CAP_SYS_PTRACE); empty where the kernel does not say.")]
    public string Userfaultfd { get; init; } = "";
}
