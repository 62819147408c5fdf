using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>Which disks of a guest go along with it: files that the target does not have. Told apart guest by guest, so nobody has to know a flag.</summary>
internal static class DiskCopies
{
    private const string Check = PreflightCheck.Storage;

    // What stat -f calls file systems that other hosts can mount.
    private static readonly string[] s_shared = ["nfs", "nfs4", "cifs", "smb2", "smb", "ceph", "fuseblk", "gfs/gfs2", "gfs2", "ocfs2", "gpfs", "lustre", "afs", "panfs", "vxfs"];
    private static readonly string[] s_formats = ["raw", "qcow2"];

    public static ValueList<DiskCopy> Of(PreflightScene scene) => scene.Guest.Hardware.Disks.Where(disk => GoesAlong(scene, disk))
        .Select(disk => new DiskCopy(disk.Target, disk.Path ?? "", disk.Format, scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)?.Capacity ?? 0)).ToValueList();

    /// <summary>Whether a disk goes along; what would keep it from that, <see cref="Judge"/> says.</summary>
    public static bool GoesAlong(PreflightScene scene, GuestDisk disk) =>
        scene.Guest.Condition.IsActive && scene.Policy is { CopyDisks: true, Encryption: not MoveEncryption.Tunnel } && IsFile(disk) && disk.Path is { } path
        && (IsAway(scene.Target.Probes.Path(path)) || scene.Target.Probes.Made(scene.Guest.Uuid).Contains(path));

    /// <summary>A file of which a copy is a disk of its own: nobody else may write to it, and it is not only read.</summary>
    public static bool IsFile(GuestDisk disk) => disk is { Kind: "file", Device: "disk", ReadOnly: false, Shareable: false, Path: not null };

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene)
    {
        var going = scene.Guest.Hardware.Disks.Where(disk => GoesAlong(scene, disk)).ToArray();
        if (going.Length > 0 && MoveFeature.Copies.Lacking(scene) is { } lacking) return [Blocked(Check, lacking, "upgrade it, or put the disks on storage that both hosts see")];
        return going.Select(disk => Disk(scene, disk)).OfType<PreflightFinding>()
            .Concat(going.GroupBy(disk => FolderOf(disk.Path ?? "")).Select(folder => Room(scene, folder.Key, [.. folder])).OfType<PreflightFinding>());
    }

    public static string FolderOf(string path) => Path.GetDirectoryName(path) ?? "/";

    private static bool IsAway(PathAnswer? answer) => answer is { IsThere: false } && answer.Said.Contains("No such file", StringComparison.Ordinal);

    private static PreflightFinding? Disk(PreflightScene scene, GuestDisk disk)
    {
        var (source, target) = (scene.SourceName, scene.Target.Name);
        if (scene.SourceProbes.Folder(disk.Path ?? "") is { Type: var type } && s_shared.Contains(type))
            return Blocked(Check, $"disk {disk.Target} is {disk.Path}, which lies on {type} and is not on {target}", $"mount it on {target} too (storage.mount): nothing is copied that could be shared");
        if (!s_formats.Contains(disk.Format)) return Blocked(Check, $"disk {disk.Target} has the format {disk.Format}, and only {string.Join(" and ", s_formats)} are copied", "put it on storage that both hosts see");
        if (disk.Backing is { } backing) return Blocked(Check, $"disk {disk.Target} stands on {backing}, and only whole disks are copied", $"make it whole (virsh blockpull {scene.Guest.Name} {disk.Target}), or put both on storage that both hosts see");
        return scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target) is { Capacity: > 0 } ? null
            : Blocked(Check, $"how large disk {disk.Target} is could not be read on {source}: {scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)?.Said ?? "not asked"}", "run the plan again");
    }

    private static PreflightFinding? Room(PreflightScene scene, string folder, ValueList<GuestDisk> disks)
    {
        var target = scene.Target.Name;
        if (scene.Target.Probes.Folder(folder) is not { } there) return PreflightHost.NotAnswered(Check, scene.Target);
        if (!there.IsThere) return Blocked(Check, $"{string.Join(", ", disks.Select(disk => disk.Target))} would be copied to {folder}, which is not on {target} ({there.Said})", $"make it there (directory), or mount what belongs there (storage.mount)");
        var sizes = disks.Select(disk => scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)).OfType<DiskAnswer>().ToArray();
        var (now, most) = (sizes.Sum(size => size.Allocation ?? 0), sizes.Sum(size => size.Capacity ?? 0));
        if (there.FreeBytes < now) return Blocked(Check, $"{string.Join(", ", disks.Select(disk => disk.Target))} take {Mib(now)}, and {folder} on {target} has {Mib(there.FreeBytes)} left", $"make room there, or choose another target");
        return there.FreeBytes < most ? Warning(Check, $"{string.Join(", ", disks.Select(disk => disk.Target))} may grow to {Mib(most)}, and {folder} on {target} has {Mib(there.FreeBytes)} left", "") : null;
    }

    private static string Mib(long bytes) => $"{bytes >> 20} MiB";
}
