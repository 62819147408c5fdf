using Xunit;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>The fault list: what must come of a fault, by when it strikes.</summary>
internal static class FaultTable
{
    private const string Home = "running yes enable";
    private const string Gone = "absent";

    private static Ending Stays(string why) => new(2, "host.failed", $"still on {{source}}: {why}", Home, Gone);

    private static Ending Arrives { get; } = new(0, "done", "runs on {target}", Gone, Home);

    private static Ending Holds(string why, string source, string target) => new(8, "guest.held", why, source, target);

    public static IReadOnlyList<FaultRow> Rows { get; } =
    [
        new(Phase.PreCopy, Fault.SourceQemuKilled, Holds("runs nowhere any more", "shut off yes enable", Gone)),
        new(Phase.PreCopy, Fault.TargetQemuKilled, Stays("")),
        new(Phase.PreCopy, Fault.SourceDaemonKilled, Stays("")),
        new(Phase.PreCopy, Fault.TargetDaemonKilled, Stays("")),
        new(Phase.PreCopy, Fault.SourceDaemonFrozen, Stays("")),
        new(Phase.PreCopy, Fault.TargetDaemonSilent, Holds("no answer", "running yes disable", Gone), Stays("")),
        new(Phase.PreCopy, Fault.LinkCut, Arrives),
        new(Phase.PreCopy, Fault.LinkDead, new Ending(16, "guest.stays", "nothing of it moved for", Home, Gone)),
        new(Phase.PreCopy, Fault.LmrKilled, Arrives),
        new(Phase.Finish, Fault.SourceQemuKilled, Arrives),
        new(Phase.Finish, Fault.TargetQemuKilled, Stays("")),
        // The source keeps a paused copy that must never run again: it is destroyed, and the move goes forward.
        new(Phase.Finish, Fault.SourceDaemonKilled, Arrives),
        new(Phase.Finish, Fault.TargetDaemonKilled, Stays("")),
        new(Phase.Finish, Fault.SourceDaemonFrozen, Arrives),
        new(Phase.Finish, Fault.TargetDaemonFrozen, Arrives),
        new(Phase.Finish, Fault.LinkCut, Arrives),
        // libvirt itself would run the guest twice here once the target's daemon goes on; a human ends the target's QEMU before.
        new(Phase.Finish, Fault.TargetDaemonSilent, Holds("it may be started as a second copy", "running yes disable", Gone), Stays("")),
        new(Phase.Finish, Fault.LmrKilled, Arrives),
        // Somebody ends what is left, and starts the guest from its disks on the target: its move is settled from there.
        new(Phase.PostCopy, Fault.SourceQemuKilled, Holds("HAS LOST ITS MEMORY", "shut off yes disable", "running yes disable"), Arrives),
        new(Phase.PostCopy, Fault.TargetQemuKilled, Holds("HAS LOST ITS MEMORY", "paused yes disable", "shut off yes disable"), Arrives),
        new(Phase.PostCopy, Fault.SourceDaemonKilled, Arrives),
        new(Phase.PostCopy, Fault.TargetDaemonKilled, Arrives),
        new(Phase.PostCopy, Fault.SourceDaemonFrozen, Arrives),
        new(Phase.PostCopy, Fault.TargetDaemonFrozen, Arrives),
        new(Phase.PostCopy, Fault.LinkCut, Arrives),
        new(Phase.PostCopy, Fault.LmrKilled, Arrives),
    ];

    /// <summary>Every other row, from number <paramref name="one"/> on.</summary>
    public static TheoryData<Phase, Fault> EveryOther(int one)
    {
        var data = new TheoryData<Phase, Fault>();
        foreach (var (_, row) in Rows.Index().Where(entry => entry.Index % 2 == one)) data.Add(row.Phase, row.Fault);
        return data;
    }

    public static FaultRow Row(Phase phase, Fault fault) => Rows.Single(row => row.Phase == phase && row.Fault == fault);
}
