using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Sources;

/// <summary>Takes what a dynamic inventory printed into the draft.</summary>
internal sealed class ListedInventory(InventoryDraft draft, Findings findings)
{
    private readonly InventoryTree _tree = new(draft, findings);
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);

    /// <summary>The hosts that were named, in their order.</summary>
    public IEnumerable<string> Hosts => draft.HostOrder.Select(host => host.Name).Where(_hosts.Contains);

    /// <summary>True where all variables came along, below <c>_meta.hostvars</c>.</summary>
    public bool SaysVariables { get; private set; }

    public void Read(YamlMapping root)
    {
        foreach (var (key, value) in root.Entries.Where(entry => entry.Key.Text != "_meta")) Group(key, value);
        if (root["_meta"] is not YamlMapping meta || meta["hostvars"] is not { } hostvars) return;
        SaysVariables = true;
        if (hostvars is not YamlMapping variables) Refuse(hostvars, "'hostvars' is not an object.");
        else
            foreach (var (host, own) in variables.Entries.Where(entry => _hosts.Contains(entry.Key.Text))) Variables(host.Text, own);
    }

    public void Variables(string host, YamlNode value)
    {
        if (value is not YamlMapping variables) Refuse(value, $"The variables of '{host}' are not an object.");
        else if (variables.Entries.Count > 0 && draft.Hosts.TryGetValue(host, out var known)) known.Sets.Add(new VariableSet(variables, InFile: false));
    }

    private void Group(YamlScalar name, YamlNode value)
    {
        if (!HostName.IsGroup(name.Text))
        {
            findings.Add(InventoryProblems.BadGroupName(name.Span, name.Text));
            return;
        }

        var group = draft.Group(name.Text, name.Span);
        switch (value)
        {
            case YamlSequence hosts: AddHosts(hosts, group); break;
            // The short form of long ago: a name, and the variables of the one host of that name.
            case YamlMapping mapping when mapping["hosts"] is null && mapping["vars"] is null && mapping["children"] is null:
                AddHost(name, group);
                if (mapping.Entries.Count > 0) group.Sets.Add(new VariableSet(mapping, InFile: false));
                break;
            case YamlMapping mapping: AddParts(mapping, group); break;
            default: Refuse(value, $"The group '{name.Text}' is neither a list of hosts nor an object."); break;
        }
    }

    private void AddParts(YamlMapping mapping, GroupDraft group)
    {
        if (mapping["hosts"] is YamlSequence hosts) AddHosts(hosts, group);
        else if (mapping["hosts"] is { } other) Refuse(other, $"The hosts of '{group.Name}' are not a list.");
        if (mapping["vars"] is YamlMapping variables) group.Sets.Add(new VariableSet(variables, InFile: false));
        else if (mapping["vars"] is { } other) Refuse(other, $"The variables of '{group.Name}' are not an object.");
        if (mapping["children"] is not YamlSequence children) return;
        foreach (var child in children.Items)
        {
            if (child is not YamlScalar { Plain: false } name || !HostName.IsGroup(name.Text)) Refuse(child, $"A child of '{group.Name}' is not a group's name.");
            else if (draft.Group(name.Text, name.Span) is { } inside) group.Children.TryAdd(inside.Name, name.Span);
        }
    }

    private void AddHosts(YamlSequence hosts, GroupDraft group)
    {
        foreach (var host in hosts.Items)
        {
            if (host is YamlScalar { Plain: false } name) AddHost(name, group);
            else Refuse(host, $"A host of '{group.Name}' is not a text.");
        }
    }

    private void AddHost(YamlScalar name, GroupDraft group)
    {
        _hosts.Add(name.Text);
        _tree.OneHost(name.Text, name.Span, group.Name);
    }

    private void Refuse(YamlNode node, string what) => findings.Add(SourceProblems.NotTheContract(node.Span, what));
}
