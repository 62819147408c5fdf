using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>What in the guest itself forbids a move, to whatever target.</summary>
internal static class PreflightGuest
{
    public static IEnumerable<PreflightFinding> Judge(GuestReading guest) =>
    [
        State(guest),
        Jobs(guest),
        guest.Hardware.HostBound.Count == 0
            ? Passed(PreflightCheck.HostBound, "no device ties it to its host")
            : Blocked(PreflightCheck.HostBound, "tied to its host by " + string.Join(", ", guest.Hardware.HostBound), $"detach it (virsh detach-device {guest.Name} …), or shut the guest down and leave it"),
        guest.Hardware.ForeignOwner is { } owner
            ? Blocked(PreflightCheck.Owner, $"belongs to {owner}, which would undo or duplicate the move", $"move it with {owner}")
            : Passed(PreflightCheck.Owner, "no other manager claims it"),
    ];

    private static PreflightFinding State(GuestReading guest)
    {
        if (guest.Condition.IsActive && !guest.Condition.IsRunning && !guest.Condition.Is(GuestState.Paused, StateReason.User))
            return Blocked(PreflightCheck.State, $"is {guest.Condition}", "only running guests, and guests a person has paused, can move");
        if (guest.HasSnapshots)
            return Blocked(PreflightCheck.State, "has snapshots, with which libvirt does not migrate it", $"remove them: virsh snapshot-list {guest.Name}; virsh snapshot-delete {guest.Name} NAME");
        if (guest.HasCheckpoints)
            return Blocked(PreflightCheck.State, "has checkpoints: what libvirt knows of them stays behind, and incremental backups break", $"remove them: virsh checkpoint-list {guest.Name}; virsh checkpoint-delete {guest.Name} NAME");
        if (guest.HasManagedSave)
            return Blocked(PreflightCheck.State, "has a managed save image that would stay behind", $"virsh managedsave-remove {guest.Name}");
        return guest.Persistent
            ? Passed(PreflightCheck.State, $"is {guest.Condition}")
            : Warning(PreflightCheck.State, "is transient; it arrives as a persistent guest", "undefine it on the target afterwards if that is not wanted");
    }

    private static PreflightFinding Jobs(GuestReading guest)
    {
        var copied = guest.Hardware.Disks.Where(disk => disk.BlockJob).Select(disk => disk.Target).ToArray();
        return guest.Job switch
        {
            GuestJob.Migrating => Blocked(PreflightCheck.Jobs, "is being migrated already, by somebody else", $"wait for it: virsh domjobinfo {guest.Name}"),
            GuestJob.Other other => Blocked(PreflightCheck.Jobs, $"is busy: {other.What}", $"wait for it: virsh domjobinfo {guest.Name}"),
            GuestJob.Unread unread => Blocked(PreflightCheck.Jobs, "its jobs could not be read: " + unread.Why, "run the plan again"),
            _ when copied.Length > 0 => Blocked(PreflightCheck.Jobs, "a block job runs on " + string.Join(", ", copied), $"wait for it: virsh blockjob {guest.Name} {copied[0]} --info"),
            _ => Passed(PreflightCheck.Jobs, "no job is under way"),
        };
    }
}
