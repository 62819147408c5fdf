using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Sampling;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>
/// One guest of a host. <paramref name="Xml"/> is the live definition (as libvirt would send it to a target, where it is active),
/// <paramref name="InactiveXml"/> the persistent one of an active guest that has both.
/// </summary>
public sealed record GuestReading(
    string Uuid,
    string Name,
    GuestCondition Condition,
    bool Persistent,
    bool Autostart,
    bool HasSnapshots,
    bool HasManagedSave,
    GuestJob Job,
    GuestHardware Hardware,
    string Xml,
    string? InactiveXml)
{
    public bool HasCheckpoints { get; init; }

    /// <summary>What it has in use and how it writes to it; null where its host does not tell.</summary>
    public GuestMemory? Memory { get; init; }

    /// <summary>The same, with the places of its disks that are volumes of these pools.</summary>
    internal GuestReading With(ValueList<StoragePool> pools) =>
        Hardware.Disks.Any(disk => disk.Volume is not null) ? this with { Hardware = Hardware with { Disks = [.. Hardware.Disks.Select(disk => disk.In(pools))] } } : this;
}

/// <summary>What a guest needs from its host. Memory in KiB is the maximum it can grow to; <paramref name="Cpu"/> is its <c>cpu</c> element, null where it has none.</summary>
public sealed record GuestHardware(
    string DomainType,
    string Arch,
    string Machine,
    string Emulator,
    long MemoryKib,
    int Vcpus,
    string? Cpu,
    ValueList<string> BootFiles,
    ValueList<string> Directories,
    ValueList<GuestDisk> Disks,
    ValueList<GuestNetwork> Networks,
    ValueList<string> HostBound,
    string? ForeignOwner)
{
    /// <summary>How much of its memory, in KiB, is made of huge pages, by their size in KiB, 0 for the host's usual ones; null where nothing is.</summary>
    public ValueMap<long>? Hugepages { get; init; }

    /// <summary>Numbers of the host's processors that it is pinned to; null where it is not.</summary>
    public ValueList<int>? PinnedTo { get; init; }

    /// <summary>The limit in KiB of what the guest and its QEMU may hold in memory (<c>memtune</c>); null where it has none.</summary>
    public long? HardLimitKib { get; init; }

    /// <summary>Where its firmware keeps its variables, and what they begin with; null where it has none.</summary>
    public GuestNvram? Nvram { get; init; }

    /// <summary>The TPM that swtpm plays for it; null where it has none.</summary>
    public GuestTpm? Tpm { get; init; }

    /// <summary>Paths that must be there on any host the guest runs on.</summary>
    public IEnumerable<string> Paths =>
        BootFiles.Append(Emulator).Concat(Directories).Concat(Disks.Select(disk => disk.Path).OfType<string>())
            .Where(path => path.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>Paths of which something depends on whether, and which, they are: of <see cref="Paths"/>, of what images stand on, of firmware and TPM.</summary>
    public IEnumerable<string> AskedPaths(string uuid) =>
        Paths.Concat(Disks.Select(disk => disk.Backing)).Append(Nvram?.Path).Append(Nvram?.Template).Append(Tpm?.Folder(uuid)).Append(Tpm?.SecretFile)
            .OfType<string>().Where(path => path.StartsWith('/')).Distinct(StringComparer.Ordinal);

    public IEnumerable<Endpoint> Endpoints => Disks.SelectMany(disk => disk.Endpoints).Distinct();
}

/// <summary>
/// One disk: <paramref name="Kind"/> is libvirt's type (<c>file block network volume …</c>), <paramref name="Path"/> where it is on the host,
/// <paramref name="Pool"/> the storage pool of a volume, <paramref name="BlockJob"/> whether a copy or commit of it is under way.
/// </summary>
public sealed record GuestDisk(
    string Target, string Kind, string Device, string? Path, string? Pool, string Protocol, ValueList<Endpoint> Endpoints, bool ReadOnly, bool Shareable, string Cache, bool BlockJob)
{
    /// <summary>Whether it is a file of its host.</summary>
    public bool IsFile => Kind == "file" || IsFileOfPool;

    /// <summary>Whether it is a volume that is a file.</summary>
    public bool IsFileOfPool { get; init; }

    /// <summary>Its name in <see cref="Pool"/>; null where it is no volume.</summary>
    public string? Volume { get; init; }

    /// <summary>The format of the image: <c>raw</c>, <c>qcow2</c>.</summary>
    public string Format { get; init; } = "raw";

    /// <summary>What the image stands on; null where it is whole.</summary>
    public string? Backing { get; init; }

    /// <summary>The format of <see cref="Backing"/> where that is a file and stands on nothing else.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>Whether the definition itself names <see cref="Backing"/>, so that a target opens it too; else libvirt found it in the image.</summary>
    public bool NamesBacking { get; init; }

    internal GuestDisk In(IEnumerable<StoragePool> pools) =>
        Volume is { } volume && pools.FirstOrDefault(pool => pool.Name == Pool) is { } home && home.PathOf(volume) is { } path ? this with { Path = path, IsFileOfPool = home.HoldsFiles } : this;
}

/// <summary>A file in which a guest's firmware keeps its variables.</summary>
/// <param name="Template">The file of which libvirt makes it where there is none; null where the definition names none.</param>
public sealed record GuestNvram(string Path, string? Template);

/// <summary>A TPM played by swtpm.</summary>
/// <param name="Secret">The UUID of the libvirt secret that its state is encrypted with; null where it is not.</param>
public sealed record GuestTpm(string? Secret)
{
    /// <summary>Where libvirt keeps the state of the TPM of the guest of this UUID.</summary>
    public string Folder(string uuid) => $"/var/lib/libvirt/swtpm/{uuid}";

    /// <summary>Where libvirt keeps the definition of <see cref="Secret"/>.</summary>
    public string? SecretFile => Secret is null ? null : $"/etc/libvirt/secrets/{Secret}.xml";
}

/// <summary>A TCP address that storage is reached at.</summary>
public sealed record Endpoint(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>What an interface of a guest is plugged into: <paramref name="Kind"/> is libvirt's type (<c>network bridge direct user …</c>).</summary>
public sealed record GuestNetwork(string Kind, string Source)
{
    /// <summary>The MTU that it asks for; null where it takes what its plug has.</summary>
    public long? Mtu { get; init; }
}
