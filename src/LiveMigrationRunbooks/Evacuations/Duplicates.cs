using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>
/// Guests of one UUID that are active on more than one host: one of them must not be, and a move would hide which. Not those of whose move a host
/// keeps a record: what the two sides of that mean is said by its outcome.
/// </summary>
internal static class Duplicates
{
    public static IEnumerable<string> Of(ValueMap<HypervisorReading> readings)
    {
        var moving = readings.Values.OfType<Hypervisor>().SelectMany(host => host.Moves).Select(move => move.Uuid).ToHashSet(StringComparer.Ordinal);
        return readings
            .SelectMany(host => (host.Value as Hypervisor)?.Guests.Where(guest => guest.Condition.IsActive).Select(guest => (Host: host.Key, Guest: guest)) ?? [])
            .GroupBy(found => found.Guest.Uuid, StringComparer.Ordinal)
            .Where(same => same.Count() > 1 && !moving.Contains(same.Key))
            .Select(same => $"{same.First().Guest.Name} ({same.Key}) is on {string.Join(" and on ", same.Select(found => $"{found.Host} ({found.Guest.Condition})"))}: find out which of them is the real one, and end the other, before any guest moves")
            .Order(StringComparer.Ordinal);
    }
}
