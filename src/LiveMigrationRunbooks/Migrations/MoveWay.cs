using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What one guest's move to one target uses: decided once, from the policy, both hosts and the guest.</summary>
/// <param name="Control">The URI at which the source's libvirt reaches that of the target.</param>
/// <param name="Data">The URI for the memory; null where it goes through the connection of <paramref name="Control"/>.</param>
/// <param name="Copies">Disks that go along.</param>
public sealed record MoveWay(
    string Control, string? Data, bool Tls, int? Connections, MoveCompression? Compression, bool AutoConverge, long? BandwidthMibPerSecond, ValueList<DiskCopy> Copies)
{
    /// <summary>Whether, and when, the guest may go on at the target before all of its memory is there.</summary>
    public PostCopyUse PostCopy { get; init; }

    /// <summary>For what follows it then; null: as fast as the link.</summary>
    public long? PostCopyMibPerSecond { get; init; }

    /// <summary>Whether memory is sent without being copied first.</summary>
    public bool ZeroCopy { get; init; }

    /// <summary>Whether <see cref="Data"/> is reached by RDMA.</summary>
    public bool Rdma { get; init; }

    /// <summary>Whether the guest does not run: only its definition goes, over <see cref="Control"/>.</summary>
    public bool Offline { get; init; }

    /// <summary>What both sides can do of what the policy asks for. What cannot be done at all is <see cref="PreflightWay"/>'s to say.</summary>
    public static MoveWay Of(PreflightScene scene)
    {
        var policy = scene.Policy;
        var tunnel = policy.Encryption == MoveEncryption.Tunnel;
        var parallel = policy.Parallel is { } connections && !tunnel && MoveFeature.Parallel.IsOnBoth(scene) ? connections : (int?)null;
        return new MoveWay(
            MigrationCommand.ControlUri(scene.Target, policy.Control),
            tunnel ? null : MigrationCommand.DataUri(scene.Target.MigrationAddress, policy.Rdma),
            policy.Encryption == MoveEncryption.Tls,
            parallel,
            policy.Compression is { } compression && MoveFeature.Of(compression).IsOnBoth(scene) && compression == MoveCompression.Xbzrle == parallel is null ? compression : null,
            policy.AutoConverge,
            policy.BandwidthMibPerSecond,
            DiskCopies.Of(scene))
        {
            Offline = !scene.Guest.Condition.IsActive,
            PostCopy = PostCopyGate.IsOpen(scene) ? policy.PostCopy : PostCopyUse.Never,
            PostCopyMibPerSecond = PostCopyGate.IsOpen(scene) ? policy.PostCopyMibPerSecond : null,
            ZeroCopy = policy.ZeroCopy && parallel is not null && ZeroCopyGate.Lacking(scene) is null,
            Rdma = policy.Rdma,
        };
    }
}

/// <summary>Something that moves can use from a version on, on both sides: libvirt's flag, and what QEMU needs for it.</summary>
/// <param name="Name">As plans tell it.</param>
internal sealed record MoveFeature(string Name, Version Libvirt, Version Qemu)
{
    // The Since tags of libvirt's public constants; virsh learned the names of the compressions later than libvirt.
    public static readonly MoveFeature Tls = new("TLS", new Version(3, 2, 0), new Version(2, 9, 0));
    public static readonly MoveFeature Parallel = new("parallel connections", new Version(5, 2, 0), new Version(4, 0, 0));
    public static readonly MoveFeature Copies = new("copies of chosen disks", new Version(1, 2, 17), new Version(2, 0, 0));
    public static readonly MoveFeature ZeroCopy = new("zero-copy", new Version(8, 5, 0), new Version(7, 1, 0));
    public static readonly MoveFeature Rdma = new("RDMA", new Version(1, 2, 9), new Version(2, 0, 0));
    private static readonly MoveFeature s_xbzrle = new("xbzrle", new Version(1, 3, 4), new Version(1, 3, 0));
    private static readonly MoveFeature s_multiple = new("compression of parallel connections", new Version(9, 4, 0), new Version(5, 0, 0));

    public static MoveFeature Of(MoveCompression compression) => compression == MoveCompression.Xbzrle ? s_xbzrle : s_multiple;

    public bool IsOnBoth(PreflightScene scene) => Lacking(scene) is null;

    /// <summary>Which host is too old for it, with its versions; null where none is.</summary>
    public string? Lacking(PreflightScene scene) =>
        Lacks(scene.Source.Versions, scene.SourceName) ?? (scene.Target.Reading is Hypervisor target ? Lacks(target.Versions, scene.Target.Name) : null);

    private string? Lacks(LibvirtVersions versions, string host) =>
        versions.Libvirt < Libvirt || versions.Qemu < Qemu ? $"{host} has libvirt {versions.Libvirt} and QEMU {versions.Qemu}, and {Name} needs {Libvirt} and {Qemu}" : null;
}
