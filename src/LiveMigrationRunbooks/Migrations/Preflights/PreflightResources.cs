using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the target has what the guest is tied to by its definition: huge pages, processors by number, locks on disks.</summary>
internal static class PreflightResources
{
    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target) => [Hugepages(scene, target), Pinning(scene, target), Locks(scene, target)];

    private static PreflightFinding Hugepages(PreflightScene scene, Hypervisor target)
    {
        var (host, there) = (target.Resources, scene.Target.Name);
        var need = MemoryNeed.Of(scene.Guest.Hardware).HugeOn(host);
        if (need.Count == 0) return Passed(PreflightCheck.Hugepages, "it asks for no huge pages");
        if (host.FreeHugepages is null) return Blocked(PreflightCheck.Hugepages, $"{there} does not say which huge pages it has", "run the plan again");
        var promised = scene.Planned.HugeOn(host);
        var lacking = need.Where(each => each.Value + promised.GetValueOrDefault(each.Key) > host.FreeHugeKib(each.Key)).ToArray();
        return lacking.Length == 0
            ? Passed(PreflightCheck.Hugepages, string.Join(", ", need.Select(each => $"needs {each.Value >> 10} MiB in pages of {each.Key} KiB, {there} has {Free(each.Key)}")))
            : Blocked(PreflightCheck.Hugepages, string.Join(", ", lacking.Select(each => $"needs {each.Value >> 10} MiB in huge pages of {each.Key} KiB, and {there} has {Free(each.Key)}")), "reserve them there (kernel.hugepages), or choose another target");

        string Free(string size) => $"{host.FreeHugeKib(size) >> 10} MiB of them free{(promised.GetValueOrDefault(size) is > 0 and var others ? $", {others >> 10} MiB promised to others" : "")}";
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
