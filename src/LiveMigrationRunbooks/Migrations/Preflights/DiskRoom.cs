using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether copies of disks fit into the file systems they go to, beside those of other guests.</summary>
internal static class DiskRoom
{
    private const string Check = PreflightCheck.Storage;

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, IEnumerable<GuestDisk> going) =>
        going.GroupBy(disk => DiskCopies.FolderOf(disk.Path ?? ""), StringComparer.Ordinal).GroupBy(folder => KeyOf(scene.Target.Probes, folder.Key), StringComparer.Ordinal)
            .Select(system => Judge(scene, system.Key, [.. system.SelectMany(folder => folder)])).OfType<PreflightFinding>();

    /// <summary>What copies take of each file system of a target, in bytes, by <see cref="KeyOf"/>.</summary>
    public static ValueMap<long> Needs(IEnumerable<DiskCopy> copies, ProbeAnswers target) =>
        copies.GroupBy(copy => KeyOf(target, DiskCopies.FolderOf(copy.Path)), StringComparer.Ordinal)
            .Select(system => KeyValuePair.Create(system.Key, system.Sum(copy => copy.Used ?? copy.Bytes))).ToValueMap();

    /// <summary>The file system of a folder; the folder itself where the host does not tell them apart.</summary>
    public static string KeyOf(ProbeAnswers target, string folder) => target.Folder(folder) is { IsThere: true, FileSystem: { Length: > 0 } system } ? system : folder;

    private static PreflightFinding? Judge(PreflightScene scene, string system, ValueList<GuestDisk> disks)
    {
        var (target, folder, names) = (scene.Target.Name, DiskCopies.FolderOf(disks[0].Path ?? ""), string.Join(", ", disks.Select(disk => disk.Target)));
        if (scene.Target.Probes.Folder(folder) is not { } there) return PreflightHost.NotAnswered(Check, scene.Target);
        if (!there.IsThere) return Blocked(Check, $"{names} would be copied to {folder}, which is not on {target} ({there.Said})", "make it there (directory), or mount what belongs there (storage.mount)");
        var sizes = disks.Select(disk => scene.SourceProbes.Disk(scene.Guest.Uuid, disk.Target)).OfType<DiskAnswer>().ToArray();
        var (now, most) = (sizes.Sum(size => size.Allocation ?? 0), sizes.Sum(size => size.Capacity ?? 0));
        var promised = scene.PlannedDisk.GetValueOrDefault(system);
        var left = there.FreeBytes - promised;
        var has = $"{folder} on {target} has {Mib(there.FreeBytes)} left{(promised > 0 ? $", {Mib(promised)} of them promised to other guests" : "")}";
        if (left < now) return Blocked(Check, $"{names} take {Mib(now)}, and {has}", "make room there, or choose another target");
        return left < most ? Warning(Check, $"{names} may grow to {Mib(most)}, and {has}", "") : null;
    }

    private static string Mib(long bytes) => $"{bytes >> 20} MiB";
}
