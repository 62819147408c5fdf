using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>What a host can give and take: sizes and nodes that it has, pages in use, and memory, each refusal with its inequality.</summary>
internal sealed record HugepagesBounds(long Kib, long Reserve, string Argument, HugepagesReading Reading)
{
    private string Size => Quantity.TextOfSize(Kib << 10);

    /// <summary>Why there is nothing to change at all.</summary>
    public IEnumerable<Refusal> Absent(IEnumerable<string> nodes)
    {
        if (Reading.Sizes.Count == 0)
            yield return new("size", "This kernel has no huge pages.", "Leave the step out on this host.");
        else if (!Reading.Sizes.Contains(Kib))
            yield return new("size", $"This host has no pages of {Size}; it has {string.Join(" and ", Reading.Sizes.Select(kib => Quantity.TextOfSize(kib << 10)))}.", "Name a size that it has. Pages of 1GiB need a processor with pdpe1gb.");
        else if (!Reading.IsWritable)
            yield return new(null, "The pools cannot be written here: they belong to the whole kernel, and this host is a container.", "Set them on the machine whose kernel this is.");
        else if (!Reading.HasSystemd)
            yield return new(null, "This host does not run systemd, and lmr fills the pools at boot by a unit.", "Leave the step out, and keep the pages by the kernel's command line.");
        else foreach (var node in nodes.Where(node => !Reading.Pools.ContainsKey(node)))
            yield return new("per_node", $"This host has no node {node}; it has {string.Join(", ", Reading.Pools.Keys.Where(each => each != HugepagesReading.Everywhere))}.", "Name its nodes, or use count.");
    }

    public IEnumerable<Refusal> Refuse(ValueMap<long> asked)
    {
        foreach (var (node, pages) in asked.Where(each => each.Value < Reading.Pools[each.Key].Pages && each.Value < Reading.Pools[each.Key].Used))
            yield return new(Argument, $"{Place(node)} {Reading.Pools[node].Used} of {Reading.Pools[node].Pages} pages of {Size} are in use or promised: {pages} < {Reading.Pools[node].Used}.", "Move guests away first, or ask for no fewer than are in use.");
        foreach (var (node, pages) in asked.Where(each => each.Key != HugepagesReading.Everywhere))
        {
            if (Reading.Memory.TryGetValue(node, out var free) && Needs(node, pages) > free << 10)
                yield return new(Argument, $"{Place(node)} {pages - Reading.Pools[node].Pages} more pages of {Size} take {Text(Needs(node, pages))}, and {Text(free << 10)} are free or can be freed: {Text(Needs(node, pages))} > {Text(free << 10)}.", "Ask for fewer pages, or move guests away first.");
        }
        var need = asked.Sum(each => Needs(each.Key, each.Value));
        if (need > 0 && Reading.Memory.TryGetValue(HugepagesReading.Everywhere, out var available) && need + Reserve > available << 10)
            yield return new(Argument, $"The pages take {Text(need)} more, {Text(Reserve)} stay for the host (reserve), and {Text(available << 10)} are available: {Text(need)} + {Text(Reserve)} > {Text(available << 10)}.", "Ask for fewer pages, move guests away first, or give a smaller reserve.");
    }

    private long Needs(string node, long pages) => (pages - Reading.Pools[node].Pages) * (Kib << 10);

    private static string Place(string node) => node == HugepagesReading.Everywhere ? "On this host" : $"On node {node}";

    private static string Text(long bytes) => Quantity.TextOfSize(bytes);
}
