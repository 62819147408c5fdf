using System.Globalization;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the target has what the guest is tied to by its definition: huge pages, processors by number, locks on disks.</summary>
internal static class PreflightResources
{
    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target) => [Hugepages(scene, target), Pinning(scene, target), Locks(scene, target)];

    private static PreflightFinding Hugepages(PreflightScene scene, Hypervisor target)
    {
        if (scene.Guest.Hardware is not { HugepagesKib: { } sizes, MemoryKib: var memory }) return Passed(PreflightCheck.Hugepages, "it asks for no huge pages");
        var (host, there) = (target.Resources, scene.Target.Name);
        if (host.FreeHugepages is not { } free) return Blocked(PreflightCheck.Hugepages, $"{there} does not say which huge pages it has", "run the plan again");
        var named = sizes.Select(size => size > 0 ? size : host.DefaultHugepageKib ?? 0).ToArray();
        // What each NUMA cell takes is in the definition; together they are no more than its memory, of one size most often.
        var have = named.Distinct().Sum(size => size * free.GetValueOrDefault(size.ToString(CultureInfo.InvariantCulture)));
        var kinds = string.Join(" and ", named.Distinct().Select(size => $"{size} KiB"));
        return have >= memory
            ? Passed(PreflightCheck.Hugepages, $"needs {memory >> 10} MiB in pages of {kinds}, {there} has {have >> 10} MiB free")
            : Blocked(PreflightCheck.Hugepages, $"needs {memory >> 10} MiB in huge pages of {kinds}, and {there} has {have >> 10} MiB of them free", $"reserve them there (kernel.hugepages), or choose another target");
    }

    private static PreflightFinding Pinning(PreflightScene scene, Hypervisor target)
    {
        if (scene.Guest.Hardware.PinnedTo is not { Count: > 0 } pins) return Passed(PreflightCheck.Pinning, "it is pinned to no processor");
        if (target.Resources.Cpus is not { } cpus) return Blocked(PreflightCheck.Pinning, $"{scene.Target.Name} does not say which processors it has", "run the plan again");
        var missing = pins.Except(cpus).Order().ToArray();
        return missing.Length == 0
            ? Passed(PreflightCheck.Pinning, $"{scene.Target.Name} has the processors it is pinned to")
            : Blocked(PreflightCheck.Pinning, $"pinned to the processors {string.Join(", ", pins)}, and {scene.Target.Name} has no {string.Join(", ", missing)}", $"pin it elsewhere (virsh vcpupin {scene.Guest.Name}), or choose a target with as many processors");
    }

    private static PreflightFinding Locks(PreflightScene scene, Hypervisor target) => (scene.Source.Resources.LockManager, target.Resources.LockManager) switch
    {
        ({ Length: > 0 } here, "") => Warning(PreflightCheck.Locks, $"{scene.Target.Name} takes no locks on disks, {scene.SourceName} does ({here}): nothing will keep a second copy of it from starting", "set up libvirt.lockd there"),
        ({ Length: > 0 } here, { Length: > 0 } there) when here != there => Warning(PreflightCheck.Locks, $"{scene.SourceName} takes locks by {here}, {scene.Target.Name} by {there}: neither sees the other's", "set up the same on both"),
        _ => Passed(PreflightCheck.Locks, "locks on disks are taken as on its source"),
    };
}
