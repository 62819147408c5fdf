using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Says whether one guest can move to one target: every check, all findings at once.</summary>
public static class Preflight
{
    // A guest that does not run takes nothing of its target but room for its definition, which goes between the two libvirts.
    private static readonly string[] s_ofRunning = [PreflightCheck.Cpu, PreflightCheck.Memory, PreflightCheck.Hugepages, PreflightCheck.Jobs, PreflightCheck.Port, PreflightCheck.Encryption, PreflightCheck.Rdma];

    public static ValueList<PreflightFinding> Judge(PreflightScene scene)
    {
        if (scene.Target.Reading is not Hypervisor target)
        {
            var why = scene.Target.Reading is NotAnswering silent ? silent.Why : "not read";
            return [PreflightFinding.Blocked(PreflightCheck.TargetAnswers, $"libvirt on {scene.Target.Name} does not answer: {why}", $"mend libvirtd on {scene.Target.Name}, or take the host out of `to`")];
        }

        return PreflightGuest.Judge(scene.Guest)
            .Append(PreflightFinding.Passed(PreflightCheck.TargetAnswers, $"libvirt {target.Versions.Libvirt}, QEMU {target.Versions.Qemu}"))
            .Concat(PreflightHost.Judge(scene, target))
            .Concat(PreflightResources.Judge(scene, target))
            .Concat(PreflightStorage.Judge(scene, target))
            .Concat(PreflightFirmware.Judge(scene, target))
            .Concat(PreflightNetwork.Judge(scene, target))
            .Concat(PreflightWay.Judge(scene, target))
            .Where(finding => scene.Guest.Condition.IsActive || !s_ofRunning.Contains(finding.Check))
            .Select(finding => Awaited(finding, scene.Target))
            .OrderBy(finding => finding.Check, StringComparer.Ordinal).ToValueList();
    }

    private static PreflightFinding Awaited(PreflightFinding finding, MoveTarget target) =>
        finding.Verdict == PreflightVerdict.Blocked && target.Awaited.TryGetValue(finding.Check, out var step)
            ? PreflightFinding.Warning(finding.Check, $"{finding.What}; asked again before the move, after '{step}'", "")
            : finding;

    public static bool Passes(IEnumerable<PreflightFinding> findings) => findings.All(finding => finding.Verdict != PreflightVerdict.Blocked);
}
