using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>
/// What a plan asks one host beyond its reading: whether paths are there, addresses take a connection, peers answer as this host's daemon
/// would reach them (<c>qemu+ssh</c>), CPUs can be given.
/// </summary>
public sealed record ProbeQuestions(ValueList<string> Paths, ValueList<Endpoint> Addresses, ValueList<string> Peers, ValueList<CpuQuestion> Cpus)
{
    public static ProbeQuestions None { get; } = new([], [], [], []);

    /// <summary>Addresses at which a peer's libvirt is asked by TLS; of six parts in brackets.</summary>
    public ValueList<string> TlsPeers { get; init; } = [];

    public ValueList<DiskQuestion> Disks { get; init; } = [];

    /// <summary>Folders, or files in them, of whose file systems kind and room are asked.</summary>
    public ValueList<string> Folders { get; init; } = [];

    /// <summary>Guests of whose disks this host may hold copies that an earlier try began.</summary>
    public ValueList<string> Made { get; init; } = [];

    /// <summary>Whether its QEMU can take guests by post-copy.</summary>
    public bool Userfaultfd { get; init; }

    public bool IsEmpty => !Userfaultfd && Paths.Count + Addresses.Count + Peers.Count + Cpus.Count + TlsPeers.Count + Disks.Count + Folders.Count + Made.Count == 0;

    public ProbeQuestions And(ProbeQuestions more) => new(
        Paths.Union(more.Paths).ToValueList(),
        Addresses.Union(more.Addresses).ToValueList(),
        Peers.Union(more.Peers).ToValueList(),
        Cpus.Union(more.Cpus).ToValueList())
    {
        TlsPeers = TlsPeers.Union(more.TlsPeers).ToValueList(),
        Disks = Disks.Union(more.Disks).ToValueList(),
        Folders = Folders.Union(more.Folders).ToValueList(),
        Made = Made.Union(more.Made).ToValueList(),
        Userfaultfd = Userfaultfd || more.Userfaultfd,
    };

    /// <summary>The lines that the probe script reads.</summary>
    public string Lines => string.Concat(
        Paths.Select(path => $"path {Base64(path)}\n")
            .Concat(Addresses.Select(address => $"tcp {address.Host} {address.Port}\n"))
            .Concat(Peers.Select(peer => $"peer {peer}\n"))
            .Concat(Cpus.Select(cpu => $"cpu {cpu.Uuid} {cpu.DomainType} {cpu.Arch} {cpu.Machine} {cpu.Emulator} {Base64(cpu.Xml)}\n"))
            .Concat(TlsPeers.Select(peer => $"tls {peer}\n"))
            .Concat(Disks.Select(disk => $"disk {disk.Uuid} {disk.Disk}\n"))
            .Concat(Folders.Select(folder => $"folder {Base64(folder)}\n"))
            .Concat(Made.Select(guest => $"made {guest}\n"))
            .Concat(Userfaultfd ? ["userfaultfd\n"] : []));

    internal static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

/// <summary>Whether a host can give a guest its CPU, for the emulator and machine type the guest has; <paramref name="Xml"/> is the live <c>cpu</c> element.</summary>
public sealed record CpuQuestion(string Uuid, string DomainType, string Arch, string Machine, string Emulator, string Xml);

/// <summary>How large a disk of a running guest is; <paramref name="Disk"/> is its name in the guest.</summary>
public sealed record DiskQuestion(string Uuid, string Disk);
