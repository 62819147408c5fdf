using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>A variable where it is set, as it may be shown.</summary>
public sealed record OwnVariable(string Name, ShownValue Value);

/// <summary>A host of a graph with what is set for itself.</summary>
public sealed record GraphHost(string Name, IReadOnlyList<OwnVariable> Variables);

/// <summary>A group with the groups and hosts inside of it; one that is inside of several others stands in each of them.</summary>
public sealed record GroupGraph(
    string Name, IReadOnlyList<GroupGraph> Children, IReadOnlyList<GraphHost> Hosts, IReadOnlyList<OwnVariable> Variables)
{
    private const long MostLines = 500_000;
    private const long MostLevels = 50_000_000;

    /// <summary>Null where there is no such group, or too much to show; the findings tell.</summary>
    public static GroupGraph? Of(Inventory inventory, string group, Findings findings)
    {
        if (!inventory.Groups.TryGetValue(group, out var start))
        {
            findings.Add(inventory.Host(group) is null ? ListingProblems.UnknownGroup(group, inventory.Groups.Keys)
                : ListingProblems.HostForGroup(group));
            return null;
        }

        if (Size(inventory, start, []) is { Lines: > MostLines } or { Levels: > MostLevels })
        {
            findings.Add(ListingProblems.GraphTooLarge(group));
            return null;
        }

        return Of(inventory, start, []);
    }

    // Groups in groups can have more ways through them, or lie deeper, than there is memory for a line each with its indentation: counted
    // first, each group once.
    private static (long Lines, long Levels) Size(Inventory inventory, InventoryGroup group, Dictionary<string, (long, long)> known)
    {
        if (known.TryGetValue(group.Name, out var size)) return size;
        var (lines, levels) = (1L + group.OwnHosts.Count, (long)group.OwnHosts.Count);
        foreach (var child in group.Children)
        {
            var inside = Size(inventory, inventory.Groups[child], known);
            (lines, levels) = (Math.Min(lines + inside.Lines, MostLines + 1), Math.Min(levels + inside.Levels + inside.Lines, MostLevels + 1));
        }

        return known[group.Name] = (lines, levels);
    }

    private static GroupGraph Of(Inventory inventory, InventoryGroup group, Dictionary<string, GroupGraph> known)
    {
        if (known.TryGetValue(group.Name, out var graph)) return graph;
        // As Ansible does: everybody is in 'all', so its own hosts are those below 'ungrouped'.
        var hosts = group.Name == "all" ? [] : group.OwnHosts.Select(host => new GraphHost(host.Name, Own(inventory.SetsOf(host))));
        var children = group.Name == "all" ? group.Children.OrderBy(name => name != "ungrouped") : group.Children.AsEnumerable();
        return known[group.Name] = new GroupGraph(
            group.Name, [.. children.Select(child => Of(inventory, inventory.Groups[child], known))], [.. hosts],
            Own(inventory.SetsOf(group)));
    }

    private static IReadOnlyList<OwnVariable> Own(IEnumerable<VariableSet> sets) =>
    [
        .. sets.SelectMany(set => set.Values.Entries)
            .GroupBy(entry => entry.Key.Text, entry => entry.Value)
            .OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new OwnVariable(same.Key, ShownValue.Of(same.Key, same.Last()))),
    ];
}
