using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the target can be a host to the guest: versions, machine type, CPU, memory, nobody of its name.</summary>
internal static class PreflightHost
{
    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target) =>
    [
        Versions(scene, target), Machine(scene, target), Cpu(scene, target), Memory(scene, target), Clash(scene, target), HostUuid(scene, target),
    ];

    private static PreflightFinding Versions(PreflightScene scene, Hypervisor target)
    {
        var (from, to) = (scene.Source.Versions, target.Versions);
        if (to.Libvirt < from.Libvirt) return Older("libvirt", from.Libvirt, to.Libvirt);
        return to.Qemu < from.Qemu ? Older("QEMU", from.Qemu, to.Qemu) : Passed(PreflightCheck.Versions, $"libvirt {from.Libvirt} to {to.Libvirt}, QEMU {from.Qemu} to {to.Qemu}");

        PreflightFinding Older(string what, Version here, Version there) =>
            Blocked(PreflightCheck.Versions, $"{what} {there} on {scene.Target.Name} is older than {here} on {scene.SourceName}", $"upgrade {scene.Target.Name} first, or choose a newer target");
    }

    private static PreflightFinding Machine(PreflightScene scene, Hypervisor target)
    {
        var guest = scene.Guest.Hardware;
        var emulations = target.Emulations.Where(emulation => emulation.Arch == guest.Arch).ToArray();
        if (!emulations.Any(emulation => emulation.DomainTypes.Contains(guest.DomainType)))
            return Blocked(PreflightCheck.Machine, $"{scene.Target.Name} runs no {guest.DomainType} guests of {guest.Arch}", "choose another target");
        return emulations.Any(emulation => emulation.Machines.Contains(guest.Machine))
            ? Passed(PreflightCheck.Machine, guest.Machine)
            : Blocked(PreflightCheck.Machine, $"{scene.Target.Name} does not offer the machine type {guest.Machine}", "choose a target whose QEMU offers it");
    }

    private static PreflightFinding Cpu(PreflightScene scene, Hypervisor target)
    {
        var guest = scene.Guest.Hardware;
        if (guest.Cpu is null) return Passed(PreflightCheck.Cpu, "the guest asks for no particular CPU");
        if (guest.Cpu.Contains("host-passthrough", StringComparison.Ordinal))
        {
            return scene.Source.CpuXml == target.CpuXml
                ? Passed(PreflightCheck.Cpu, "host-passthrough between hosts with the same CPU")
                : Blocked(PreflightCheck.Cpu, $"host-passthrough, and {scene.Target.Name} has another CPU than {scene.SourceName}", "give the guest a named CPU model at its next restart");
        }

        return scene.Target.Probes.Cpu(scene.Guest.Uuid) switch
        {
            { Fits: true } => Passed(PreflightCheck.Cpu, $"{scene.Target.Name} can give it"),
            { Fits: false } answer => Blocked(PreflightCheck.Cpu, $"{scene.Target.Name} cannot give the guest's CPU: {answer.Said}", "choose a target with these features, or a smaller CPU model at the guest's next restart"),
            { } unsure => Blocked(PreflightCheck.Cpu, $"{scene.Target.Name} could not compare the guest's CPU: {unsure.Said}", $"try it there: virsh hypervisor-cpu-compare, with the cpu element of virsh dumpxml --migratable {scene.Guest.Name}"),
            null => NotAnswered(PreflightCheck.Cpu, scene.Target),
        };
    }

    private static PreflightFinding Memory(PreflightScene scene, Hypervisor target)
    {
        var need = MemoryNeed.Of(scene.Guest.Hardware).Kib;
        var left = target.Memory.AvailableKib - scene.Planned.Kib - scene.Target.ReserveKib - scene.Target.ReservedKib;
        var promised = scene.Planned.Kib > 0 ? $", {Mib(scene.Planned.Kib)} promised to others" : "";
        if (scene.Target.ReservedKib > 0) promised += $", {Mib(scene.Target.ReservedKib)} reserved by other runs";
        return need <= left
            ? Passed(PreflightCheck.Memory, $"needs {Mib(need)}, {scene.Target.Name} has {Mib(left)} left")
            : Blocked(PreflightCheck.Memory, $"needs {Mib(need)}; {scene.Target.Name} has {Mib(target.Memory.AvailableKib)} available{promised}, {Mib(scene.Target.ReserveKib)} kept in reserve: {Mib(need - left)} are missing", $"free {Mib(need - left)} on {scene.Target.Name}, or add a target");
    }

    private static PreflightFinding Clash(PreflightScene scene, Hypervisor target)
    {
        var (guest, there) = (scene.Guest, scene.Target.Name);
        if (target.Unread.FirstOrDefault(unread => unread.What == guest.Uuid) is { } unread)
            return Blocked(PreflightCheck.Clash, $"{there} knows this UUID and could not be read: {unread.Why}", "run the plan again");
        if (target.Guests.FirstOrDefault(other => other.Uuid == guest.Uuid) is { } same)
            return Blocked(PreflightCheck.Clash, $"{there} has a guest of this UUID: {same.Name}, {same.Condition}", same.Condition.IsActive ? "find out which of the two is the real one, before anything else" : $"a leftover? If so, on {there}: virsh undefine {same.Name} --keep-nvram");
        if (target.QemuUuids.Contains(guest.Uuid))
            return Blocked(PreflightCheck.Clash, $"a QEMU process of this UUID lives on {there}, unknown to libvirt", "find out which of the two is the real one, before anything else");
        return target.Guests.FirstOrDefault(other => other.Name == guest.Name) is { } namesake
            ? Blocked(PreflightCheck.Clash, $"{there} has another guest named {guest.Name} (UUID {namesake.Uuid})", "rename one of them: virsh domrename")
            : Passed(PreflightCheck.Clash, $"name and UUID are free on {there}");
    }

    private static PreflightFinding HostUuid(PreflightScene scene, Hypervisor target) => scene.Source.HostUuid == target.HostUuid
        ? Blocked(PreflightCheck.HostUuid, $"{scene.SourceName} and {scene.Target.Name} have the same host UUID {target.HostUuid}: libvirt takes them for one host", "set host_uuid in /etc/libvirt/libvirtd.conf on one of them")
        : Passed(PreflightCheck.HostUuid, "two hosts");

    /// <summary>A question without an answer blocks: it is neither yes nor no.</summary>
    public static PreflightFinding NotAnswered(string check, MoveTarget target) =>
        Blocked(check, $"not known: {target.Probes.Broken ?? "not asked"} ({target.Name})", "run the plan again");

    private static string Mib(long kib) => $"{kib / 1024} MiB";
}
