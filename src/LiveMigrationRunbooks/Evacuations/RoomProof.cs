using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>Whether targets have room for all guests that are still to come, with what they keep in reserve left free.</summary>
public static class RoomProof
{
    /// <param name="coming">Guests of whom nothing has arrived yet; a definition alone takes no memory.</param>
    /// <returns>What is missing, by target; empty where all have room.</returns>
    public static ValueMap<string> Missing(IEnumerable<GuestMove> coming, IEnumerable<MoveTarget> targets)
    {
        var moves = coming.Where(move => !move.Offline).ToLookup(move => move.Target, StringComparer.Ordinal);
        return (from target in targets let missing = Missing([.. moves[target.Name]], target) where missing is not null select KeyValuePair.Create(target.Name, missing)).ToValueMap();
    }

    private static string? Missing(ValueList<GuestMove> coming, MoveTarget target) => coming.Count == 0 ? null : Memory(coming, target) ?? Disks(coming, target);

    private static string? Disks(ValueList<GuestMove> coming, MoveTarget target)
    {
        var copies = coming.SelectMany(move => move.Copies ?? []).ToArray();
        foreach (var (system, need) in DiskRoom.Needs(copies, target.Probes))
        {
            var folder = copies.Select(copy => DiskCopies.FolderOf(copy.Path)).First(folder => DiskRoom.KeyOf(target.Probes, folder) == system);
            if (target.Probes.Folder(folder) is not { IsThere: true, FreeBytes: var free }) return $"{target.Name} does not say how much room {folder} has left ({target.Probes.Folder(folder)?.Said ?? target.Probes.Broken ?? "not asked"})";
            var names = coming.Where(move => (move.Copies ?? []).Any(copy => DiskRoom.KeyOf(target.Probes, DiskCopies.FolderOf(copy.Path)) == system)).Select(move => move.Name);
            if (need > free) return $"{folder} on {target.Name} has {free >> 20} MiB left; disks of {string.Join(", ", names)} take {need >> 20} MiB: {(need - free) >> 20} MiB are missing";
        }
        return null;
    }

    private static string? Memory(ValueList<GuestMove> coming, MoveTarget target)
    {
        if (target.Reading is not Hypervisor host) return $"{target.Name} does not say how much memory it has left ({(target.Reading as NotAnswering)?.Why ?? "not read"})";
        var need = MemoryNeed.Sum(coming.Select(move => move.Need));
        return Available(need.Kib, coming, target, host) ?? Huge(need.HugeOn(host.Resources), coming, target.Name, host.Resources);
    }

    private static string? Huge(ValueMap<long> need, ValueList<GuestMove> coming, string target, HostResources host)
    {
        if (need.Count > 0 && host.FreeHugepages is null) return $"{target} does not say which huge pages it has";
        foreach (var (size, kib) in need)
        {
            var free = host.FreeHugeKib(size);
            if (kib > free) return $"{target} has {Mib(free)} in huge pages of {size} KiB free; {string.Join(", ", coming.Where(move => move.Need.HugeOn(host).ContainsKey(size)).Select(move => move.Name))} need {Mib(kib)}: {Mib(kib - free)} are missing";
        }
        return null;
    }

    private static string? Available(long need, ValueList<GuestMove> coming, MoveTarget target, Hypervisor host)
    {
        var left = host.Memory.AvailableKib - target.ReserveKib - target.ReservedKib;
        if (need <= left) return null;
        var kept = target.ReserveKib > 0 ? $", {Mib(target.ReserveKib)} of them kept in reserve" : "";
        if (target.ReservedKib > 0) kept += $", {Mib(target.ReservedKib)} reserved by other runs";
        return $"{target.Name} has {Mib(host.Memory.AvailableKib)} available{kept}; {string.Join(", ", coming.Select(move => move.Name))} need {Mib(need)}: {Mib(need - left)} are missing";
    }

    private static string Mib(long kib) => $"{kib / 1024} MiB";
}
