using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Turns a draft into an inventory: cuts cycles (and tells them), computes depths, and gives each group all hosts inside of it.
/// </summary>
internal sealed class InventoryAssembly(InventoryDraft draft, Findings findings)
{
    private readonly Dictionary<string, List<string>> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal) { ["all"] = 0 };
    private readonly Dictionary<string, long> _priorities = draft.Groups.Values.ToDictionary(
        group => group.Name, group => GroupPriority.Of(group, findings), StringComparer.Ordinal);

    private readonly Dictionary<string, HashSet<string>> _ancestors = new(StringComparer.Ordinal);

    public Inventory Assemble()
    {
        foreach (var group in draft.Groups.Values.Where(group => group.Name != "all")) _parents[group.Name] = [];
        CutCycles();
        foreach (var group in draft.Groups.Values)
            foreach (var child in group.Children.Keys) _parents[child].Add(group.Name);
        foreach (var parents in _parents.Values.Where(parents => parents.Count == 0)) parents.Add("all");

        var hosts = draft.HostOrder.Select(host => new InventoryHost(host.Name, host.Span, host.Position)).ToList();
        var members = draft.Groups.Keys.ToDictionary(name => name, _ => new List<InventoryHost>(), StringComparer.Ordinal);
        var own = draft.Groups.Keys.ToDictionary(name => name, _ => new List<InventoryHost>(), StringComparer.Ordinal);
        var groupsOfHosts = new List<IReadOnlyList<string>>(hosts.Count);
        foreach (var host in draft.HostOrder)
        {
            if (host.Groups.Any(name => name is not ("all" or "ungrouped"))) host.Groups.Remove("ungrouped");
            else host.Groups.Add("ungrouped");
            foreach (var name in host.Groups) own[name].Add(hosts[host.Position]);
            HashSet<string> all = ["all"];
            foreach (var name in host.Groups) all.UnionWith(Ancestors(name));
            foreach (var name in all) members[name].Add(hosts[host.Position]);
            groupsOfHosts.Add([.. all.OrderBy(Depth).ThenBy(Priority).ThenBy(name => name, StringComparer.Ordinal)]);
            if (draft.Groups.TryGetValue(host.Name, out var twin))
                findings.Add(InventoryProblems.HostAndGroup(twin.Span ?? host.Span, host.Name));
        }

        var groups = draft.Groups.Values.Select(group => new InventoryGroup(
            group.Name, group.Span, Depth(group.Name), Priority(group.Name),
            _parents.GetValueOrDefault(group.Name, []), [.. Children(group)])
        { Hosts = members[group.Name], OwnHosts = own[group.Name] });
        return new Inventory(draft, hosts, groupsOfHosts, groups.ToDictionary(group => group.Name, StringComparer.Ordinal));
    }

    private IEnumerable<string> Children(GroupDraft group) => group.Name == "all"
        ? group.Children.Keys.Union(_parents.Where(pair => pair.Value is ["all"]).Select(pair => pair.Key))
        : group.Children.Keys;

    private void CutCycles()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in draft.Groups.Keys.ToList()) Visit(name, []);

        void Visit(string name, List<string> way)
        {
            if (done.Contains(name)) return;
            way.Add(name);
            foreach (var (child, span) in draft.Groups[name].Children.ToList())
            {
                var at = way.IndexOf(child);
                if (at < 0 && child != "all") Visit(child, way);
                else
                {
                    draft.Groups[name].Children.Remove(child);
                    findings.Add(InventoryProblems.GroupCycle(span, [.. at < 0 ? [child, name] : way.Skip(at), child]));
                }
            }

            way.RemoveAt(way.Count - 1);
            done.Add(name);
        }
    }

    private int Depth(string name)
    {
        if (_depths.TryGetValue(name, out var depth)) return depth;
        return _depths[name] = 1 + _parents[name].Max(Depth);
    }

    private long Priority(string name) => _priorities[name];

    private HashSet<string> Ancestors(string name)
    {
        if (_ancestors.TryGetValue(name, out var known)) return known;
        HashSet<string> all = [name];
        foreach (var parent in _parents.GetValueOrDefault(name, [])) all.UnionWith(Ancestors(parent));
        return _ancestors[name] = all;
    }
}
