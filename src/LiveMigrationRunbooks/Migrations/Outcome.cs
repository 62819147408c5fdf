namespace LiveMigrationRunbooks.Migrations;

/// <summary>Where a guest is after, or in the midst of, a move. Decided by <see cref="Outcomes.Judge"/> from what both hosts answered, never from an exit code.</summary>
public abstract record Outcome
{
    private protected Outcome()
    {
    }

    /// <summary>It runs on the target (or is paused there as it was before); the source holds at most its inactive definition.</summary>
    public sealed record Moved(bool SourceDefinitionLeft) : Outcome;

    /// <summary>It does not run, and is defined on the target; the source holds at most its own definition.</summary>
    public sealed record DefinedOnTarget(bool SourceDefinitionLeft) : Outcome;

    /// <summary>It is on the source and only there; <paramref name="Paused"/> by the move that failed: the source may be resumed, as the target answered that it has nothing.</summary>
    public sealed record StillOnSource(string Why, bool Paused = false, bool TargetLeftover = false) : Outcome;

    /// <summary>Whether it is where it was to go.</summary>
    public bool IsThere => this is Moved or DefinedOnTarget;

    public sealed record InFlight : Outcome;

    /// <summary>It runs on the target, and the source still holds the paused copy it was sent from, which must never be resumed.</summary>
    public sealed record MovedSourceHusk : Outcome;

    /// <summary>It ended while it was leaving: the source holds it shut off, the target has nothing of it. Whether it is started again is not for a move to say.</summary>
    public sealed record RunsNowhere(string Said) : Outcome;

    /// <summary>Two copies run. Neither is touched: a human decides which one dies.</summary>
    public sealed record RunningOnBoth : Outcome;

    /// <summary>
    /// It left before its memory had followed, and the path between the two broke: a part of it is on each side, and both wait. Stopping either
    /// loses the guest; when the path is back the move can go on.
    /// </summary>
    public sealed record PostCopyBroken : Outcome;

    /// <summary>
    /// It ran on the target while the rest of its memory followed, and the QEMU of one side ended: what is left on the other can never go on. Nothing is done to it, and where
    /// the guest is started again from its disks is for a human to say.
    /// </summary>
    /// <param name="OnTarget">Whether it was the target's.</param>
    public sealed record MemoryLost(bool OnTarget, string Said) : Outcome;

    /// <summary>Not known. The wave stops and nothing is done to either side.</summary>
    public sealed record Hold(string Source, string Target) : Outcome
    {
        /// <summary>
        /// The guest runs on the source again, and the target's libvirt is silent. Where the source gave it up at the very end (keepalive) and it only hung, it finds the
        /// word to start its copy when it goes on: libvirt leaves that to lock managers (qemuMigrationSrcPerformPeer2Peer3), so somebody must come before.
        /// </summary>
        public bool MayRunTwice { get; init; }
    }

    /// <summary>One sentence for a person; <paramref name="source"/> and <paramref name="target"/> are host names.</summary>
    public string Told(string source, string target) => this switch
    {
        Moved { SourceDefinitionLeft: true } => $"runs on {target}; {source} still holds its definition",
        Moved => $"runs on {target}",
        DefinedOnTarget { SourceDefinitionLeft: true } => $"is defined on {target}, shut off; {source} still holds its definition too",
        DefinedOnTarget => $"is defined on {target}, shut off",
        StillOnSource still => $"still on {source}: {still.Why}" + (still.TargetLeftover ? $"; {target} holds a leftover of it that does not run" : ""),
        InFlight => $"on its way from {source} to {target}",
        MovedSourceHusk => $"runs on {target}; {source} still holds the paused copy it was sent from",
        RunsNowhere ended => $"runs nowhere any more: {source} says \"{ended.Said}\", {target} has nothing of it; see why it ended, and start it on {source}",
        PostCopyBroken => $"half of its memory is on {source}, half on {target}, and the path between them broke: stop neither; when it is back, repeat the move on {source} with --postcopy --postcopy-resume",
        MemoryLost lost => $"HAS LOST ITS MEMORY: a part of it was on {source}, the other on {target}, and its QEMU ended on {(lost.OnTarget ? target : source)} (\"{lost.Said}\"); what is left on "
            + $"{(lost.OnTarget ? source : target)} cannot go on. See why it ended; then end that with virsh destroy, keep its definition on one side only, and start it there from its disks",
        RunningOnBoth => $"RUNS ON BOTH {source} AND {target}: stop one of them by hand, at once",
        Hold hold => $"unknown: {source} says \"{hold.Source}\", {target} says \"{hold.Target}\""
            + (hold.MayRunTwice ? $"; before libvirt on {target} goes on, see there whether a QEMU of the guest waits: it may be started as a second copy" : ""),
        _ => "",
    };
}
