using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>
/// Memory in KiB that guests take on a host: of what the host calls available, and of its huge pages. These are set aside before, and are no part of what is
/// available (MemAvailable of proc(5)).
/// </summary>
/// <param name="Huge">By the size of the pages in KiB, 0 for the host's usual ones.</param>
public sealed record MemoryNeed(long Kib, ValueMap<long> Huge)
{
    public static MemoryNeed None { get; } = new(0, ValueMap<long>.Empty);

    public static MemoryNeed Of(GuestHardware hardware) => Of(hardware.MemoryKib, hardware.Hugepages);

    /// <summary>A guest's memory, and 64 MiB + 2 % for QEMU itself.</summary>
    /// <param name="huge">The part of it that is made of huge pages.</param>
    public static MemoryNeed Of(long memoryKib, ValueMap<long>? huge = null) =>
        new(memoryKib - (huge?.Values.Sum() ?? 0) + (memoryKib / 50) + (64 * 1024), huge ?? ValueMap<long>.Empty);

    public static MemoryNeed Sum(IEnumerable<MemoryNeed> needs) => needs.Aggregate(None, Add);

    public static MemoryNeed Add(MemoryNeed one, MemoryNeed other) => new(one.Kib + other.Kib, other.Huge.Count == 0 ? one.Huge : Merged(one.Huge.Concat(other.Huge)));

    /// <summary>What it takes of a host's huge pages, by their size in KiB.</summary>
    public ValueMap<long> HugeOn(HostResources host) => Merged(Huge.Select(each => KeyValuePair.Create(host.HugepageSize(each.Key), each.Value)));

    private static ValueMap<long> Merged(IEnumerable<KeyValuePair<string, long>> parts) =>
        parts.GroupBy(part => part.Key, (size, same) => KeyValuePair.Create(size, same.Sum(part => part.Value))).ToValueMap();
}
