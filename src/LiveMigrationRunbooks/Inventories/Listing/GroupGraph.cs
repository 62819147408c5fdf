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

    /// <summary>Null where there is no such group, or too much to show; the findings tell.</summary>
    public static GroupGraph? Of(Inventory inventory, string group, Findings findings)
    {
        if (!inventory.Groups.TryGetValue(group, out var start))
        {
            findings.Add(inventory.Host(group) is null ? ListingProblems.UnknownGroup(group, inventory.Groups.Keys)
                : ListingProblems.HostForGroup(group));
            return null;
        }

        if (Lines(inventory, start, []) > MostLines)
        {
            findings.Add(ListingProblems.GraphTooLarge(group, MostLines));
            return null;
        }

        return Of(inventory, start, []);
    }

    // Groups in groups can have more ways through them than there is memory for: counted first, each group once.
    private static long Lines(Inventory inventory, InventoryGroup group, Dictionary<string, long> known)
    {
        if (known.TryGetValue(group.Name, out var lines)) return lines;
        lines = 1 + group.OwnHosts.Count + group.Children.Sum(child => Lines(inventory, inventory.Groups[child], known));
        return known[group.Name] = Math.Min(lines, MostLines + 1);
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
