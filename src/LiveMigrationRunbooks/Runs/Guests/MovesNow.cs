using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Whose moves are under way in this run just now: those who begin count them.</summary>
internal sealed class MovesNow
{
    private readonly ConcurrentDictionary<string, (GuestMove Move, bool Seen)> _moves = new(StringComparer.Ordinal);

    /// <param name="seen">Whether it is known to move already.</param>
    public void Begin(GuestMove move, bool seen) => _moves[move.Uuid] = (move, seen);

    /// <summary>It has been seen to move: its login to the target is over.</summary>
    public void Seen(GuestMove move)
    {
        if (_moves.ContainsKey(move.Uuid)) _moves[move.Uuid] = (move, true);
    }

    public void End(GuestMove move) => _moves.TryRemove(move.Uuid, out _);

    public bool IsStarting(GuestMove move) => _moves.TryGetValue(move.Uuid, out var now) && !now.Seen;

    /// <summary>Memory that others who are on their way to the same host will take there, beyond what their processes have there already.</summary>
    public MemoryNeed StillToCome(GuestMove move, HypervisorReading target) => MemoryNeed.Sum(_moves.Values.Select(now => now.Move)
        .Where(other => other.Target == move.Target && other.Uuid != move.Uuid)
        .Select(other => StillToCome(other.Need, (target as Hypervisor)?.Guests.FirstOrDefault(guest => guest.Uuid == other.Uuid))));

    // libvirt has QEMU take all huge pages of a guest at its start, before anything arrives.
    private static MemoryNeed StillToCome(MemoryNeed need, GuestReading? arriving) =>
        arriving is null ? need : new MemoryNeed(Math.Max(0, need.Kib - (arriving.Memory?.ResidentKib ?? 0)), ValueMap<long>.Empty);
}
