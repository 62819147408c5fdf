using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether a guest that no target can take may be taken down where it is, by its policy: shut down, or saved to disk.</summary>
public static class PreflightStop
{
    /// <summary>Where libvirt puts the memory of guests that it saves.</summary>
    public const string SaveFolder = "/var/lib/libvirt/qemu/save";

    /// <param name="probes">What the guest's host told; of a guest that is saved, of <see cref="SaveFolder"/> too.</param>
    /// <param name="promisedKib">What other guests of the plan will need there.</param>
    public static ValueList<PreflightFinding> Judge(GuestReading guest, CannotMove how, string host, ProbeAnswers probes, long promisedKib) =>
    [
        State(guest, how),
        .. PreflightGuest.Judge(guest).Where(finding => finding.Check is PreflightCheck.Jobs or PreflightCheck.Owner || (finding.Check == PreflightCheck.HostBound && how.Way == CannotMoveWay.ManagedSave)),
        .. how.Way == CannotMoveWay.ManagedSave ? [Room(guest, host, probes, promisedKib)] : Array.Empty<PreflightFinding>(),
    ];

    /// <summary>What a saved guest takes on the disk at most, in KiB: all of its memory, and its devices.</summary>
    public static long ImageKib(GuestReading guest) => MemoryNeed.Of(guest.Hardware.MemoryKib).Kib;

    private static PreflightFinding State(GuestReading guest, CannotMove how)
    {
        if (!guest.Persistent) return Blocked(PreflightCheck.State, "is transient: once down, nothing of it would be left", $"define it first: virsh dumpxml {guest.Name}, virsh define");
        var paused = guest.Condition.Is(GuestState.Paused, StateReason.User);
        if (how.Way == CannotMoveWay.ManagedSave) return guest.Condition.IsRunning || paused ? Passed(PreflightCheck.State, $"is {guest.Condition}") : Not("is saved");
        return guest.Condition.IsRunning ? Passed(PreflightCheck.State, $"is {guest.Condition}") : Not("hears that it shall shut down");

        PreflightFinding Not(string what) => Blocked(PreflightCheck.State, $"is {guest.Condition}, and no guest in this state {what}", "look at it, and let it run or end it by hand");
    }

    private static PreflightFinding Room(GuestReading guest, string host, ProbeAnswers probes, long promisedKib)
    {
        var need = ImageKib(guest);
        if (probes.Folder(SaveFolder) is not { } folder) return Blocked(PreflightCheck.Storage, $"not known: {probes.Broken ?? "not asked"} ({host})", "run the plan again");
        if (!folder.IsThere) return Blocked(PreflightCheck.Storage, $"{SaveFolder}, where libvirt saves guests, is not on {host} ({folder.Said})", "start libvirt there, which makes it");
        var left = (folder.FreeBytes / 1024) - promisedKib;
        return need <= left
            ? Passed(PreflightCheck.Storage, $"needs up to {Mib(need)} in {SaveFolder}, which has {Mib(left)} left")
            : Blocked(PreflightCheck.Storage, $"needs up to {Mib(need)} in {SaveFolder} on {host}, which has {Mib(folder.FreeBytes / 1024)} left{(promisedKib > 0 ? $", {Mib(promisedKib)} promised to others" : "")}", $"make room there, or shut it down instead (cannot_move: shutdown)");
    }

    private static string Mib(long kib) => $"{kib / 1024} MiB";
}
