using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Sampling;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>What one read script told of a host: <see cref="Hypervisor"/> when its libvirt answered, else <see cref="NotAnswering"/>. Only the first has guests, so silence cannot be taken for an empty host.</summary>
public abstract record HypervisorReading
{
    private protected HypervisorReading()
    {
    }
}

/// <summary>libvirt did not answer: daemon down, <c>virsh</c> missing, time-out, answer cut off.</summary>
public sealed record NotAnswering(string Why) : HypervisorReading;

/// <summary>
/// A host whose libvirt answered. Memory in KiB; <paramref name="QemuUuids"/> are the UUIDs of the QEMU processes the kernel shows, independent
/// of libvirt; <paramref name="Unread"/> names guests (by UUID) and records that are there and could not be read.
/// </summary>
public sealed record Hypervisor(
    string Hostname,
    string HostUuid,
    LibvirtVersions Versions,
    HostMemory Memory,
    string CpuXml,
    ValueList<Emulation> Emulations,
    HostNetworks Networks,
    ValueList<StoragePool> Pools,
    MigrationPorts Ports,
    ValueList<GuestReading> Guests,
    ValueList<MoveRecord> Moves,
    ValueList<string> QemuUuids,
    ValueList<Unread> Unread) : HypervisorReading
{
    /// <summary>Names of its RDMA devices; empty where it has none.</summary>
    public ValueList<string> RdmaDevices { get; init; } = [];

    public HostTls Tls { get; init; } = new("/etc/pki/qemu", [], IsForced: false);

    public HostResources Resources { get; init; } = HostResources.NotTold;

    /// <summary>What this host kept of how guests write to their memory, at the hour that was asked for; also of guests that have left.</summary>
    public ValueList<GuestSampling> Samplings { get; init; } = [];
}

/// <summary>Where QEMU looks for certificates of migrations, which files are there, and whether guests may move without them.</summary>
public sealed record HostTls(string Folder, ValueList<string> Files, bool IsForced);

/// <summary>What guests may be tied to beside memory; null or empty where the host does not tell.</summary>
/// <param name="Cpus">Numbers of the processors that are online.</param>
/// <param name="FreeHugepages">How many are free, by size in KiB; nothing is free of a size that is not named.</param>
/// <param name="DefaultHugepageKib">The size that a guest means who names none.</param>
/// <param name="LockManager">What libvirt takes locks on disks with (qemu.conf), empty for nothing.</param>
public sealed record HostResources(ValueList<int>? Cpus, ValueMap<long>? FreeHugepages, long? DefaultHugepageKib, string? LockManager)
{
    public static HostResources NotTold { get; } = new(null, null, null, null);

    /// <summary>The size that a guest gets here who asks for this one, both in KiB; 0 is the usual one.</summary>
    public string HugepageSize(string asked) => asked == "0" && DefaultHugepageKib is { } usual ? usual.ToString(CultureInfo.InvariantCulture) : asked;

    /// <summary>KiB that are free in pages of a size in KiB.</summary>
    public long FreeHugeKib(string size) => (FreeHugepages?.GetValueOrDefault(size) ?? 0) * long.Parse(size, CultureInfo.InvariantCulture);

    /// <summary>How much memory in KiB its daemon may let a QEMU lock; <see cref="long.MaxValue"/> where nothing limits it.</summary>
    public long? LockableKib { get; init; }

    /// <summary>What swtpm calls itself, empty where there is none.</summary>
    public string? Swtpm { get; init; }

    /// <summary>Its version; null where that is not known.</summary>
    public Version? SwtpmVersion => Swtpm?.Split(' ', ',').Select(word => Version.TryParse(word, out var version) ? version : null).FirstOrDefault(version => version is not null);
}

/// <summary>Memory in KiB; available is the kernel's MemAvailable.</summary>
public sealed record HostMemory(long TotalKib, long AvailableKib);

/// <summary>One emulator of a host: architecture, path, domain types (<c>qemu</c>, <c>kvm</c>) and every machine type it offers, aliases included.</summary>
public sealed record Emulation(string Arch, string Emulator, ValueList<string> DomainTypes, ValueList<string> Machines);

/// <summary>Active libvirt networks, bridges, and all links of a host.</summary>
public sealed record HostNetworks(ValueList<string> Active, ValueList<string> Bridges, ValueList<string> Links)
{
    /// <summary>Mbit/s of the links whose driver tells it, by name.</summary>
    public ValueMap<long> Speeds { get; init; } = ValueMap<long>.Empty;

    /// <summary>MTU of links and bridges, by name.</summary>
    public ValueMap<long> Mtus { get; init; } = ValueMap<long>.Empty;
}

/// <summary>The range that libvirt takes migration ports from, lowest first (qemu.conf).</summary>
public sealed record MigrationPorts(int First = 49152, int Last = 49215);

/// <summary>Something that is there and could not be read.</summary>
public sealed record Unread(string What, string Why);
