using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>Guests of one UUID that are active on more than one host: one of them must not be, and a move would hide which.</summary>
internal static class Duplicates
{
    /// <param name="known">UUIDs of moves that are not finished: what their two sides mean is said by their outcome.</param>
    public static IEnumerable<string> Of(ValueMap<HypervisorReading> readings, IReadOnlySet<string> known) => readings
        .SelectMany(host => (host.Value as Hypervisor)?.Guests.Where(guest => guest.Condition.IsActive).Select(guest => (Host: host.Key, Guest: guest)) ?? [])
        .GroupBy(found => found.Guest.Uuid, StringComparer.Ordinal)
        .Where(same => same.Count() > 1 && !known.Contains(same.Key))
        .Select(same => $"{same.First().Guest.Name} ({same.Key}) is on {string.Join(" and on ", same.Select(found => $"{found.Host} ({found.Guest.Condition})"))}: find out which of them is the real one, and end the other, before any guest moves")
        .Order(StringComparer.Ordinal);
}
