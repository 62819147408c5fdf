using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Which disks of a guest go along with it: files that the target does not have. Told apart guest by guest, so nobody has to know a flag.</summary>
internal static class DiskCopies
{
    private const string Check = PreflightCheck.Storage;

    // What stat -f calls file systems that other hosts can mount.
    private static readonly string[] s_shared = ["nfs", "nfs4", "cifs", "smb2", "smb", "ceph", "fuseblk", "gfs/gfs2", "gfs2", "ocfs2", "gpfs", "lustre", "afs", "panfs", "vxfs"];
    private static readonly string[] s_formats = ["raw", "qcow2"];

    public static ValueList<DiskCopy> Of(PreflightScene scene)
    {
        var going = scene.Guest.Hardware.Disks.Where(disk => GoesAlong(scene, disk)).ToArray();
        var over = IsOverSame(scene, going);
        return [.. going.Select(disk => Copy(disk, scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)))];

        DiskCopy Copy(GuestDisk disk, DiskAnswer? size) => new(disk.Target, disk.Path ?? "", disk.Format, size?.Capacity ?? 0)
        {
            Used = size?.Allocation,
            Backing = over ? disk.Backing : null,
            BackingFormat = over ? disk.BackingFormat : null,
            Pool = PoolOf(scene.Target.Reading, disk),
        };
    }

    /// <summary>Whether a disk goes along; what would keep it from that, <see cref="Judge"/> says.</summary>
    public static bool GoesAlong(PreflightScene scene, GuestDisk disk) =>
        scene.Guest.Condition.IsActive && scene.Policy is { CopyDisks: true, Rdma: false, Encryption: not MoveEncryption.Tunnel } && (scene.Policy.CopyOnly?.Contains(disk.Target) ?? true) && CanGoAlong(disk) && disk.Path is { } path
        && (IsAway(scene.Target.Probes.Path(path)) || scene.Target.Probes.Made(scene.Guest.Uuid).Contains(path));

    /// <summary>A file of which a copy is a disk of its own: nobody else may write to it, and it is not only read.</summary>
    public static bool CanGoAlong(GuestDisk disk) => disk is { IsFile: true, Device: "disk", ReadOnly: false, Shareable: false, Path: not null };

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene)
    {
        var going = scene.Guest.Hardware.Disks.Where(disk => GoesAlong(scene, disk)).ToArray();
        if (going.Length > 0 && MoveFeature.Copies.Lacking(scene) is { } lacking) return [Blocked(Check, lacking, "upgrade it, or put the disks on storage that both hosts see")];
        return going.Select(disk => Disk(scene, disk)).OfType<PreflightFinding>()
            .Concat(DiskRoom.Judge(scene, going));
    }

    public static string FolderOf(string path) => Path.GetDirectoryName(path) ?? "/";

    private static bool IsAway(PathAnswer? answer) => answer is { IsThere: false } && answer.Said.Contains("No such file", StringComparison.Ordinal);

    // libvirt copies all disks whole, or of all of them what is over another file. Equal inodes on both hosts are what a shared file system shows.
    private static bool IsOverSame(PreflightScene scene, IReadOnlyCollection<GuestDisk> going) => going.All(disk => disk.Backing is null || IsSame(scene, disk));

    private static bool IsSame(PreflightScene scene, GuestDisk disk) => disk is { Backing: { } backing, BackingFormat: not null }
        && scene.SourceProbes.Path(backing) is { IsThere: true } here && scene.Target.Probes.Path(backing) is { IsThere: true } there && here.Inode == there.Inode;

    // Its own, or the one that lies where a file goes: libvirt there shall know what it holds.
    private static string? PoolOf(HypervisorReading target, GuestDisk disk) =>
        (target as Hypervisor)?.Pools.FirstOrDefault(pool => pool.HoldsFiles && (disk.Pool is { } own ? pool.Name == own : pool.Path.TrimEnd('/') == FolderOf(disk.Path ?? "")))?.Name;

    private static PreflightFinding? Disk(PreflightScene scene, GuestDisk disk)
    {
        var (source, target) = (scene.SourceName, scene.Target.Name);
        if (scene.SourceProbes.Folder(disk.Path ?? "") is { Type: var type } && s_shared.Contains(type))
            return Blocked(Check, $"disk {disk.Target} is {disk.Path}, which lies on {type} and is not on {target}", $"mount it on {target} too (storage.mount): nothing is copied that could be shared");
        if (!s_formats.Contains(disk.Format)) return Blocked(Check, $"disk {disk.Target} has the format {disk.Format}, and only {string.Join(" and ", s_formats)} are copied", "put it on storage that both hosts see");
        // The target would look for it: what the definition names goes with it. What libvirt found in the image itself is left behind, and the disk goes whole.
        if (disk is { NamesBacking: true, Backing: { } backing } && !IsSame(scene, disk))
            return Blocked(Check, $"disk {disk.Target} stands on {backing}, which is not the same file on {target}", $"make it whole (virsh blockpull {scene.Guest.Name} {disk.Target}), or put both on storage that both hosts see");
        return scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target) is { Capacity: > 0 } ? null
            : Blocked(Check, $"how large disk {disk.Target} is could not be read on {source}: {scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)?.Said ?? "not asked"}", "run the plan again");
    }
}
