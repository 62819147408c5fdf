using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the target sees the guest's storage, and the same storage.</summary>
internal static class PreflightStorage
{
    private const string Check = PreflightCheck.Storage;

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target)
    {
        var guest = scene.Guest.Hardware;
        var copied = guest.Disks.Where(disk => DiskCopies.GoesAlong(scene, disk)).ToArray();
        var findings = guest.Paths.Except(copied.Select(disk => disk.Path ?? ""), StringComparer.Ordinal).Select(path => PathFinding(scene, path))
            .Concat(guest.Endpoints.Select(endpoint => EndpointFinding(scene, endpoint)))
            .Concat(guest.Disks.Select(disk => PoolFinding(scene, disk, target)))
            .Concat(guest.Disks.Except(copied).Select(disk => DiskFinding(scene, disk)))
            .Concat(DiskCopies.Judge(scene))
            .OfType<PreflightFinding>().ToArray();
        return findings.Length > 0 ? findings : [Passed(Check, $"{scene.Target.Name} sees all it needs")];
    }

    private static PreflightFinding? PathFinding(PreflightScene scene, string path) => scene.Target.Probes.Path(path) switch
    {
        null => PreflightHost.NotAnswered(Check, scene.Target),
        { IsThere: false } gone => Blocked(Check, $"{path} is not on {scene.Target.Name} ({gone.Said})", "put it there, or on storage that both hosts see" + (IsDisk(scene, path) ? "; its policy does not copy it" : "")),
        _ => null,
    };

    private static bool IsDisk(PreflightScene scene, string path) => scene.Guest.Hardware.Disks.Any(disk => disk.Path == path && DiskCopies.CanGoAlong(disk));

    private static PreflightFinding? EndpointFinding(PreflightScene scene, Endpoint endpoint) => scene.Target.Probes.Address(endpoint) switch
    {
        null => PreflightHost.NotAnswered(Check, scene.Target),
        { Reach: Reach.Open } => null,
        var answer => Blocked(Check, $"{scene.Target.Name} cannot reach the storage at {endpoint}: {answer.Said}", $"open the way from {scene.Target.Name} to {endpoint}"),
    };

    private static PreflightFinding? PoolFinding(PreflightScene scene, GuestDisk disk, Hypervisor target)
    {
        if (disk.Pool is not { } name) return null;
        if (Named(target.Pools) is not { } there)
            return Blocked(Check, $"disk {disk.Target} is a volume of the pool {name}, which is not active on {scene.Target.Name}", $"on {scene.Target.Name}: virsh pool-start {name}");
        // Under one name, another folder: what the target opens would be another disk.
        return Named(scene.Source.Pools) is { } here && (here.Kind, here.Path) != (there.Kind, there.Path)
            ? Blocked(Check, $"disk {disk.Target} is a volume of the pool {name}, which is {Told(there)} on {scene.Target.Name} and {Told(here)} on {scene.SourceName}", "give the pool the same type and path on both hosts")
            : null;

        StoragePool? Named(IEnumerable<StoragePool> pools) => pools.FirstOrDefault(pool => pool.Name == name);
    }

    private static PreflightFinding? DiskFinding(PreflightScene scene, GuestDisk disk)
    {
        if (disk.ReadOnly) return null;
        if (disk is { IsFile: true, Path: { } path } && Elsewhere(scene, path))
            return Blocked(Check, $"disk {disk.Target} is {path}, which is another file on {scene.Target.Name} than on {scene.SourceName}", "put the disk on storage that both hosts see; a disk is copied only where no file of its name is, so take away what an earlier move left");
        if (!scene.Guest.Condition.IsActive || disk.Shareable || disk.Cache is "none" or "directsync" || disk.Protocol == "rbd" || (disk.Path is null && disk.Protocol.Length == 0)) return null;
        var what = $"disk {disk.Target} has cache mode {disk.Cache}, with which libvirt refuses to migrate";
        const string remedy = "cache='none' at the guest's next restart";
        return disk.IsFile ? Warning(Check, what + ", unless the path is on a cluster file system", remedy) : Blocked(Check, what, remedy);
    }

    private static string Told(StoragePool pool) => pool.Kind.Length == 0 ? "of a type that was not told" : $"of type {pool.Kind}{(pool.Path.Length > 0 ? $" at {pool.Path}" : "")}";

    // Equal inodes on both hosts are what a shared file system shows; a host that was not asked counts as "elsewhere".
    private static bool Elsewhere(PreflightScene scene, string path) =>
        scene.Target.Probes.Path(path) is { IsThere: true } there
        && (scene.SourceProbes.Path(path) is not { IsThere: true } here || here.Inode != there.Inode);
}
