using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What goes together with post-copy, and with standing still.</summary>
internal static class PostCopyWays
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>Only what the policy says itself is held against it: one that extends must-leave and goes through a tunnel moves without post-copy, which the plan tells.</summary>
    public static void Look(string name, PolicyForm form, MigrationPolicy policy, Findings findings)
    {
        if (form.PostCopy is { Value: not PostCopyUse.Never } wanted && policy.Encryption == MoveEncryption.Tunnel) findings.Add(PostCopyProblems.ThroughTunnel(name, wanted));
        if (form.PostCopyBandwidth is { } rate && policy.PostCopy == PostCopyUse.Never) findings.Add(PostCopyProblems.BandwidthOfNothing(name, rate));
        if (form.Suspend is not { } suspend) return;
        if (!policy.AllowSuspend) findings.Add(PostCopyProblems.SuspendNotAllowed(name, suspend));
        if (suspend.Value < s_shortest || suspend.Value > s_longest) findings.Add(PostCopyProblems.SuspendOutside(suspend));
    }
}
