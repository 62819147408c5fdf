using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>Where a guest is that was asked to go down on its host. Decided from what its host answers, never from an exit code.</summary>
public enum StopState
{
    /// <summary>No answer, or one that contradicts itself: neither up nor down.</summary>
    Unknown,

    /// <summary>It runs, or is paused, and nothing is being done with it.</summary>
    Up,

    /// <summary>It is on its way: shutting down, or being saved.</summary>
    Going,

    /// <summary>It does not run, and nothing of its memory is kept.</summary>
    Down,

    /// <summary>It does not run, and libvirt has its memory on disk.</summary>
    Saved,

    /// <summary>It does not run because it crashed.</summary>
    Crashed,

    /// <summary>Its host does not know it any more.</summary>
    Gone,
}

public static class StopStates
{
    /// <param name="saved">Whether libvirt has its memory on disk; null where that was not answered.</param>
    public static StopState Judge(SideReading side, bool? saved) => side switch
    {
        SideReading.Absent { QemuAlive: false } => StopState.Gone,
        SideReading.Present { Condition.IsActive: true, QemuAlive: true } up => up.Job is GuestJob.None && up.Condition.State != GuestState.InShutdown ? StopState.Up : StopState.Going,
        SideReading.Present { Condition.IsActive: false, QemuAlive: false } down => (down.Condition, saved) switch
        {
            (_, null) => StopState.Unknown,
            (_, true) => StopState.Saved,
            ({ State: GuestState.Crashed } or { Reason: StateReason.Crashed }, _) => StopState.Crashed,
            _ => StopState.Down,
        },
        _ => StopState.Unknown,
    };
}
