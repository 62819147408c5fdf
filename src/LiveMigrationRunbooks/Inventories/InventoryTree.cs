using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Takes the groups, hosts and variables of one YAML inventory into the draft.</summary>
internal sealed partial class InventoryTree(InventoryDraft draft, Findings findings)
{
    private readonly YamlExpect _expect = new(findings);

    public void Read(YamlNode root)
    {
        if (_expect.Mapping(root) is not { } mapping) return;
        if (mapping.Entry("plugin") is { Value: YamlScalar } plugin)
        {
            findings.Add(InventoryProblems.Plugin(plugin.Key.Span));
            return;
        }

        foreach (var (key, value) in mapping.Entries)
        {
            if (key.Text is "hosts" or "children" or "vars") findings.Add(InventoryProblems.ReservedGroup(key.Span, key.Text));
            else Group(key, value);
        }
    }

    /// <summary>Adds the names of a range to a group, with the variables they share. A port may stand behind a colon.</summary>
    public void Host(string pattern, SourceSpan span, VariableSet? variables, string group)
    {
        var (names, port) = (pattern, (VariableSet?)null);
        if (WithPort().Match(pattern) is { Success: true } match)
        {
            names = match.Groups["names"].Value;
            port = Port(match.Groups["port"].Value, span);
        }

        foreach (var name in HostRange.Expand(names, new TextPlace(pattern, span), findings))
        {
            if (!OneHost(name, span, group, name == names ? null : pattern, port, variables)) return;
        }
    }

    /// <summary>
    /// Adds one host. False where no more of its range need to be tried. A port beside a name counts only where the name stands first.
    /// </summary>
    public bool OneHost(
        string name, SourceSpan span, string group, string? pattern = null, VariableSet? port = null, VariableSet? variables = null)
    {
        if (HostName.Refuse(name) is { } refusal)
        {
            var place = new TextPlace(pattern ?? name, span);
            findings.Add(InventoryProblems.BadHostName(
                pattern is null ? place.Of(refusal.Offset, refusal.Length) : place.Of(0, pattern.Length), name, refusal.Why));
            return false;
        }

        if (draft.HostOrder.Count >= HostRange.Limit)
        {
            findings.Add(InventoryProblems.TooManyHosts(span, HostRange.Limit));
            return false;
        }

        var known = draft.Hosts.ContainsKey(name);
        if (draft.Host(name, span) is not { } host) return true;
        host.Groups.Add(group);
        if (port is not null && !known && variables?.Values["ansible_port"] is null) host.Sets.Add(port);
        if (variables is not null) host.Sets.Add(variables);
        return true;
    }

    private static VariableSet Port(string port, SourceSpan span) => new(
        new YamlMapping([new YamlEntry(new YamlScalar("ansible_port", Plain: false, span), new YamlScalar(port, Plain: true, span))], span),
        InFile: false);

    private GroupDraft? Group(YamlScalar key, YamlNode value)
    {
        if (!HostName.IsGroup(key.Text))
        {
            findings.Add(InventoryProblems.BadGroupName(key.Span, key.Text));
            return null;
        }

        var group = draft.Group(key.Text, key.Span);
        if (IsNull(value) || _expect.Mapping(value) is not { } mapping) return group;
        _expect.UnknownKeys(mapping, "hosts", "children", "vars");
        if (Variables(mapping["vars"]) is { } set) group.Sets.Add(set);
        foreach (var (host, own) in Names(mapping["hosts"]))
            Host(host.Text, host.Span, Variables(own), group.Name);
        foreach (var (child, inner) in Names(mapping["children"]))
            if (Group(child, inner) is { } inside) group.Children.TryAdd(inside.Name, child.Span);
        return group;
    }

    /// <summary>The entries below <c>hosts</c> or <c>children</c>; a single name may stand there as text.</summary>
    private IReadOnlyList<YamlEntry> Names(YamlNode? node)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }: return [];
            case YamlScalar name: return [new YamlEntry(name, new YamlScalar("", Plain: true, name.Span))];
            case YamlSequence list:
                findings.Add(InventoryProblems.HostsAsList(list.Span));
                return [];
            default: return _expect.Mapping(node)?.Entries ?? [];
        }
    }

    private VariableSet? Variables(YamlNode? node) =>
        node is not null && !IsNull(node) && _expect.Mapping(node) is { } values ? new VariableSet(values, InFile: false) : null;

    private static bool IsNull(YamlNode node) => node is YamlScalar { IsNull: true };

    [GeneratedRegex(@"^(?<names>(?:[^:\[\]]|\[[^\]]*\])+):(?<port>[0-9]{1,9})$")]
    private static partial Regex WithPort();
}
