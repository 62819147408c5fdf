namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>When a fault strikes: as long as memory is copied, when all of it is there and the target is to start the guest, or when it runs there and its memory follows.</summary>
public enum Phase
{
    PreCopy,
    Finish,
    PostCopy,
}

/// <summary>What happens to the two hosts of a move, or to <c>lmr</c> itself.</summary>
public enum Fault
{
    SourceQemuKilled,
    TargetQemuKilled,
    SourceDaemonKilled,
    TargetDaemonKilled,

    /// <summary>It stands still until the other side has had its time.</summary>
    SourceDaemonFrozen,

    /// <summary>It stands still for less than libvirt bears with a silent peer.</summary>
    TargetDaemonFrozen,

    /// <summary>It stands still until the source's libvirt has given it up, and <c>lmr</c> has ended.</summary>
    TargetDaemonSilent,

    /// <summary>The way that memory takes is cut, and mended while the move is still patient.</summary>
    LinkCut,

    /// <summary>It is cut until <c>lmr</c> has ended.</summary>
    LinkDead,

    /// <summary><c>lmr</c> gets SIGKILL; what is told is told by <c>resume</c>.</summary>
    LmrKilled,
}

/// <summary>How a run must end.</summary>
/// <param name="Says">A part of what is reported about the move.</param>
/// <param name="Source">What libvirt on the source says afterwards, as <c>Guest.OnAsync</c> puts it; the same for <paramref name="Target"/>.</param>
public sealed record Ending(int ExitCode, string Reason, string Says, string Source, string Target);

/// <summary>One fault in one phase, and the action of the table.</summary>
/// <param name="Then">How the run ends that is taken up again after what a human had to do was done; null where nothing was left.</param>
public sealed record FaultRow(Phase Phase, Fault Fault, Ending Ends, Ending? Then = null);
