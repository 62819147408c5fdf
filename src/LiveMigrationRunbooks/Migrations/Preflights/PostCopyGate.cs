using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>
/// Whether a guest's move may end by post-copy: its owner accepts what that risks, and both sides can do it. Where not, it moves without: post-copy
/// is one way among others to end a move.
/// </summary>
internal static class PostCopyGate
{
    private const string Check = PreflightCheck.PostCopy;

    // Since libvirt 8.5 a broken one can be resumed, as QEMU can since 3.0: what cannot be mended is not begun.
    private static readonly MoveFeature s_resumable = new("post-copy that can be mended", new Version(8, 5, 0), new Version(3, 0, 0));
    private static readonly MoveFeature s_parallel = new("post-copy over parallel connections", new Version(8, 5, 0), new Version(10, 1, 0));

    /// <summary>Whether there is anything to ask hosts about.</summary>
    public static bool IsWanted(MigrationPolicy policy) => policy is { PostCopy: not PostCopyUse.Never, LossAcceptedBy: not null, Encryption: not MoveEncryption.Tunnel };

    public static bool IsOpen(PreflightScene scene) => scene.Policy.PostCopy != PostCopyUse.Never && scene.Guest.Condition.IsActive && Judge(scene).All(finding => finding.Verdict == PreflightVerdict.Passed);

    /// <summary>What the plan tells; nothing where nobody wants it.</summary>
    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene)
    {
        var (policy, target) = (scene.Policy, scene.Target);
        if (policy.PostCopy == PostCopyUse.Never || !scene.Guest.Condition.IsActive) yield break;
        if (policy.LossAcceptedBy is null) yield return Without("nobody accepts that it may be lost", "give its entry in the guest catalogue accept_guest_loss: true, after asking its owner");
        else if (policy.Encryption == MoveEncryption.Tunnel) yield return Without("a tunnel sends one way only", "choose encryption: tls");
        else if (policy.Rdma) yield return Without("RDMA has all memory at the target before it goes on", "choose a policy without rdma");
        else if (!scene.Guest.Condition.IsRunning) yield return Without($"it is {scene.Guest.Condition}, and post-copy is for guests that run", $"virsh resume {scene.Guest.Name}");
        else if (s_resumable.Lacking(scene) is { } lacking) yield return Without(lacking, "upgrade it");
        else if (policy.Parallel is not null && s_parallel.Lacking(scene) is { } single) yield return Without(single, "take 'parallel' away");
        else if (target.Probes.Userfaultfd is not { } answer) yield return Without($"whether {target.Name} can take it so is not known: {target.Probes.Broken ?? "not asked"}", "run the plan again");
        else if (!answer.Fits) yield return Without($"{target.Name} cannot take it so: {answer.Said}", answer.Remedy);
        else yield return Passed(Check, "may end by post-copy");
    }

    private static PreflightFinding Without(string why, string remedy) => Warning(Check, $"moves without post-copy: {why}", remedy);
}
