using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether memory can be sent by RDMA. Whoever asks for it has built a network for it: where it cannot, the guest does not move another way.</summary>
internal static class RdmaGate
{
    private const string Check = PreflightCheck.Rdma;
    private const string Instead = "or choose a policy without rdma";

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target)
    {
        if (scene.Policy.Rdma) yield return Of(scene, target);
    }

    private static PreflightFinding Of(PreflightScene scene, Hypervisor target)
    {
        if (MoveFeature.Rdma.Lacking(scene) is { } lacking) return Blocked(Check, lacking, $"upgrade it, {Instead}");
        var without = new[] { (Name: scene.SourceName, scene.Source.RdmaDevices), (scene.Target.Name, target.RdmaDevices) }.Where(host => host.RdmaDevices.Count == 0).Select(host => host.Name).ToArray();
        if (without.Length > 0)
        {
            return Blocked(Check, $"rdma needs a device on both hosts, and {string.Join(" and ", without)} {(without.Length == 1 ? "has" : "have")} none (/sys/class/infiniband)",
                $"put one in and load its driver, {Instead}");
        }
        return scene.Guest.Hardware.HardLimitKib is null
            ? Blocked(Check, "rdma pins all of its memory, and the guest has no limit for that", $"give it one: virsh memtune {scene.Guest.Name} --hard-limit, {Instead}")
            : Passed(Check, $"by RDMA, {scene.Source.RdmaDevices[0]} to {target.RdmaDevices[0]}");
    }
}
