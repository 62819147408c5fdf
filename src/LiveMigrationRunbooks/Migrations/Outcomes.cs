using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Libvirt.GuestState;
using static LiveMigrationRunbooks.Libvirt.StateReason;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// The one table that says where a guest is. Each row names what both hosts say; any pair that is not listed, and any side that did not
/// answer, is <see cref="Outcome.Hold"/>. Two hosts cannot be read at one instant: read the target first, then the source (the other way round
/// a move that ends between the two looks like a guest that runs twice), and confirm a hold or an alarm by reading again.
/// </summary>
public static class Outcomes
{
    /// <param name="offline">Whether only the definition of a guest was to go that did not run. One that runs nevertheless was started by somebody, and is judged as any other.</param>
    public static Outcome Judge(SideReading source, SideReading target, bool offline = false) => (offline ? Offline(source, target) : null) ?? OfRunning(source, target);

    private static Outcome OfRunning(SideReading source, SideReading target) => (source, target) switch
    {
        (SideReading.NoAnswer, _) or (_, SideReading.NoAnswer) => Unknown(source, target),

        // libvirt and the kernel contradict each other: somebody else's QEMU, or a daemon that lost its guest.
        _ when Contradicts(source) || Contradicts(target) => Unknown(source, target),

        (SideReading.Present here, SideReading.Present there) when here.Condition.IsRunning && there.Condition.IsRunning => new Outcome.RunningOnBoth(),

        // libvirt keeps the job of a broken post-copy, on both sides.
        (SideReading.Present { Job: GuestJob.None or GuestJob.Migrating } here, SideReading.Present { Job: GuestJob.None or GuestJob.Other } there) when IsBroken(here.Condition, there.Condition) => new Outcome.PostCopyBroken(),

        (SideReading.Present { Job: GuestJob.None or GuestJob.Migrating } here, _) when here.Condition.Is(Paused, PostCopyFailed) && HasEnded(target) => new Outcome.MemoryLost(OnTarget: true, target.Said),
        (_, SideReading.Present { Job: GuestJob.None or GuestJob.Other } there) when HasEnded(source) && there.Condition.Is(Running, PostCopyFailed) => new Outcome.MemoryLost(OnTarget: false, source.Said),

        (SideReading.Present { Job: GuestJob.Migrating } here, _) => Leaving(here, target) ? new Outcome.InFlight() : Unknown(source, target),
        (SideReading.Present { Job: not GuestJob.None }, _) => Unknown(source, target),

        (SideReading.Present here, SideReading.Absent none) => OnlyHere(here, none) ?? Unknown(source, target),
        (SideReading.Absent, SideReading.Present there) => Arrived(there) ? new Outcome.Moved(SourceDefinitionLeft: false) : Unknown(source, target),
        (SideReading.Present here, SideReading.Present there) => Both(here, there) ?? Unknown(source, target),
        _ => Unknown(source, target),
    };

    /// <summary>What may be done next; empty for everything that a human must look at, and while the guest is on its way.</summary>
    public static ValueList<FinishDeed> SafeDeeds(Outcome outcome) => outcome switch
    {
        Outcome.Moved { SourceDefinitionLeft: true } => [FinishDeed.SetAutostartOnTarget, FinishDeed.UndefineSource, FinishDeed.ForgetMove],
        Outcome.Moved => [FinishDeed.SetAutostartOnTarget, FinishDeed.ForgetMove],
        Outcome.DefinedOnTarget { SourceDefinitionLeft: true } => [FinishDeed.SetAutostartOnTarget, FinishDeed.UndefineSource, FinishDeed.ForgetMove],
        Outcome.DefinedOnTarget => [FinishDeed.SetAutostartOnTarget, FinishDeed.ForgetMove],
        Outcome.MovedSourceHusk => [FinishDeed.DestroySourceHusk],
        Outcome.StillOnSource { Paused: true } => [FinishDeed.ResumeSource],
        Outcome.StillOnSource or Outcome.RunsNowhere => [FinishDeed.RestoreAutostartOnSource, FinishDeed.ForgetMove],
        _ => [],
    };

    private static Outcome.Hold Unknown(SideReading source, SideReading target) => new(source.Said, target.Said)
    {
        MayRunTwice = (source, target) is (SideReading.Present { Condition.IsRunning: true, Job: GuestJob.None }, SideReading.NoAnswer),
    };

    private static bool Contradicts(SideReading side) => side switch
    {
        SideReading.Absent { QemuAlive: true } => true,
        SideReading.Present { QemuAlive: true, Condition.IsActive: false } => true,
        SideReading.Present { QemuAlive: false, Condition.IsActive: true } => true,
        _ => false,
    };

    // Neither side runs, by the word of libvirt and of the kernel. Where nobody looked for a process, nobody knows.
    private static Outcome? Offline(SideReading source, SideReading target) => (source, target) switch
    {
        (SideReading.Present { Condition.IsActive: false, QemuAlive: false }, SideReading.Absent { QemuAlive: false }) => new Outcome.StillOnSource("it does not run, and its definition has not left"),
        (SideReading.Present { Condition.IsActive: false, QemuAlive: false }, SideReading.Present { Condition.IsActive: false, QemuAlive: false, Persistent: true }) => new Outcome.DefinedOnTarget(SourceDefinitionLeft: true),
        (SideReading.Absent { QemuAlive: false }, SideReading.Present { Condition.IsActive: false, QemuAlive: false, Persistent: true }) => new Outcome.DefinedOnTarget(SourceDefinitionLeft: false),
        _ => null,
    };

    // While the source's job runs, the target is not there yet, waits for memory, or (at the very end) has just been started.
    private static bool Leaving(SideReading.Present here, SideReading target) => (here.Condition, target) switch
    {
        (var at, SideReading.Absent) => at.IsRunning || at.Is(Paused, Migrating, User),
        (var at, SideReading.Present there) when there.Condition.Is(Paused, Migrating, StartingUp) => at.IsRunning || at.Is(Paused, Migrating, User),
        (var at, SideReading.Present there) when there.Condition.Is(Running, Migrated) => at.Is(Paused, Migrating),
        (var at, SideReading.Present there) when there.Condition.Is(Running, PostCopy) => at.Is(Paused, PostCopy),
        _ => false,
    };

    private static Outcome? OnlyHere(SideReading.Present here, SideReading.Absent there) => here.Condition switch
    {
        var at when at.Is(Running, MigrationCanceled) => new Outcome.StillOnSource("the migration was cancelled or failed; the guest runs"),
        var at when at.Is(Running, PostCopy, PostCopyFailed) => null,
        { IsRunning: true } => new Outcome.StillOnSource("the guest runs there and no migration is under way"),
        var at when at.Is(Paused, User) => new Outcome.StillOnSource("the guest is paused there, by a person"),
        // The only safe resume: the target answered, by UUID, that it has neither guest nor process. Where nobody looked for the process, nobody knows.
        var at when at.Is(Paused, Migrating) && there.QemuAlive == false => new Outcome.StillOnSource("the migration stopped it and failed", Paused: true),
        // Its QEMU was killed, or it shut itself down: no failure of the move, and no copy is left that could go on.
        var at when at.Is(ShutOff, StateReason.Crashed, Shutdown, Destroyed, Failed) && there.QemuAlive == false => new Outcome.RunsNowhere(at.Text),
        _ => null,
    };

    private static Outcome? Both(SideReading.Present here, SideReading.Present there) => (here.Condition, there.Condition) switch
    {
        var (_, at) when !(there.Job is GuestJob.None) && !at.Is(Paused, Migrating, StartingUp) => null,
        // A paused guest that is moved arrives as paused by a person. A source that crashed had sent all by then.
        var (left, _) when left.Is(ShutOff, Migrated, Unknown(), Destroyed, StateReason.Crashed) && Arrived(there) => new Outcome.Moved(here.Persistent),
        var (left, at) when left.Is(Paused, Migrating) && at.Is(Running, Migrated, Unpaused) => new Outcome.MovedSourceHusk(),
        var (stays, at) when stays.IsRunning && !stays.Is(Running, PostCopy, PostCopyFailed) && (at.Is(Paused, Migrating, StartingUp) || !at.IsActive) =>
            new Outcome.StillOnSource("the guest runs there and no migration is under way", TargetLeftover: true),
        _ => null,
    };

    // Either side may have noticed first; a target to which nothing comes may never do so by itself.
    private static bool IsBroken(GuestCondition here, GuestCondition there) =>
        (here.Is(Paused, PostCopyFailed) && there.Is(Running, PostCopy, PostCopyFailed)) || (here.Is(Paused, PostCopy) && there.Is(Running, PostCopyFailed));

    // By the word of libvirt and of the kernel. What a daemon says that has begun anew is not why.
    private static bool HasEnded(SideReading side) => side is SideReading.Absent { QemuAlive: false }
        || (side is SideReading.Present { QemuAlive: false, Job: GuestJob.None } there && there.Condition.Is(ShutOff, StateReason.Crashed, Destroyed, Failed));

    private static StateReason Unknown() => StateReason.Unknown;

    private static bool Arrived(SideReading.Present there) =>
        there.Job is GuestJob.None
        && ((there.Condition.IsRunning && !there.Condition.Is(Running, PostCopy, PostCopyFailed)) || there.Condition.Is(Paused, User));
}
