using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Hosts, their groups, and the variables given to both; immutable once read.</summary>
public sealed class Inventory
{
    private readonly InventoryDraft _draft;
    private readonly IReadOnlyList<IReadOnlyList<string>> _groupsOfHosts;
    private readonly Dictionary<string, InventoryHost> _byName;

    internal Inventory(
        InventoryDraft draft, IReadOnlyList<InventoryHost> hosts, IReadOnlyList<IReadOnlyList<string>> groupsOfHosts,
        IReadOnlyDictionary<string, InventoryGroup> groups)
    {
        (_draft, Hosts, _groupsOfHosts, Groups) = (draft, hosts, groupsOfHosts, groups);
        _byName = hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
    }

    /// <summary>All hosts, in the order in which the files name them first.</summary>
    public IReadOnlyList<InventoryHost> Hosts { get; }

    /// <summary>All groups by name, <c>all</c> and <c>ungrouped</c> among them.</summary>
    public IReadOnlyDictionary<string, InventoryGroup> Groups { get; }

    /// <summary>Every file that was read, in that order; what a plan takes its digest from.</summary>
    public IReadOnlyList<SourceFile> Files => _draft.Files;

    public InventoryHost? Host(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The groups a host is in, directly or through others, from the weakest (<c>all</c>) to the strongest.</summary>
    public IReadOnlyList<InventoryGroup> GroupsOf(InventoryHost host) => [.. _groupsOfHosts[host.Position].Select(name => Groups[name])];

    /// <summary>The host's variables, each with everything that sets it.</summary>
    public HostVariables Variables(InventoryHost host)
    {
        var settings = new List<VariableSetting>();
        foreach (var group in GroupsOf(host))
        {
            var layer = group.Name == "all" ? VariableLayer.All : VariableLayer.Group;
            Add(_draft.Groups[group.Name].Sets, layer, group.Name, group.Depth, group.Priority);
        }

        Add(_draft.HostOrder[host.Position].Sets, VariableLayer.Host, host.Name, 0, 0);
        return new HostVariables(host, [.. _groupsOfHosts[host.Position].Where(name => name != "all")], settings);

        void Add(IEnumerable<VariableSet> sets, VariableLayer layer, string owner, int depth, long priority) =>
            settings.AddRange(sets.SelectMany(set => set.Values.Entries.Where(entry => !GroupPriority.IsSetBy(entry, set, layer)).Select(entry =>
                new VariableSetting(entry.Key.Text, entry.Value, entry.Key.Span, layer, owner, depth, priority, set.InFile, set.Source))));
    }

    /// <summary>What is set for a group itself, from the weakest to the strongest.</summary>
    internal IReadOnlyList<VariableSet> SetsOf(InventoryGroup group) => _draft.Groups[group.Name].Sets;

    /// <summary>What is set for a host itself, from the weakest to the strongest.</summary>
    internal IReadOnlyList<VariableSet> SetsOf(InventoryHost host) => _draft.HostOrder[host.Position].Sets;

    /// <summary>Every variable of every group and host as it was written, for checks that do not depend on a host.</summary>
    internal IEnumerable<VariableSet> Sets =>
        _draft.Groups.Values.SelectMany(group => group.Sets).Concat(_draft.HostOrder.SelectMany(host => host.Sets)).Distinct();
}
