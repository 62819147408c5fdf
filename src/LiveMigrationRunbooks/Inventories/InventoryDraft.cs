using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>An inventory while its files are being read.</summary>
internal sealed class InventoryDraft(Findings findings)
{
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Hosts by name; <see cref="HostOrder"/> has their order.</summary>
    public Dictionary<string, HostDraft> Hosts { get; } = new(StringComparer.Ordinal);

    public List<HostDraft> HostOrder { get; } = [];

    public Dictionary<string, GroupDraft> Groups { get; } = new(StringComparer.Ordinal)
    {
        ["all"] = new("all"),
        ["ungrouped"] = new("ungrouped"),
    };

    public List<SourceFile> Files { get; } = [];

    public GroupDraft Group(string name, SourceSpan span)
    {
        if (!Groups.TryGetValue(name, out var group)) Groups.Add(name, group = new GroupDraft(name));
        group.Span ??= span;
        return group;
    }

    /// <summary>Null where the name is the one of another host but for its case.</summary>
    public HostDraft? Host(string name, SourceSpan span)
    {
        if (Hosts.TryGetValue(name, out var known)) return known;
        if (!_spellings.TryAdd(name, name))
        {
            var first = Hosts[_spellings[name]];
            findings.Add(InventoryProblems.OtherCase(span, name, first.Name, first.Span));
            return null;
        }

        var host = new HostDraft(name, span, HostOrder.Count);
        Hosts.Add(name, host);
        HostOrder.Add(host);
        return host;
    }
}

/// <summary>A host while it is being read: the groups that name it directly, and its variables from weakest to strongest.</summary>
internal sealed class HostDraft(string name, SourceSpan span, int position)
{
    public string Name => name;

    public SourceSpan Span => span;

    public int Position => position;

    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    public List<VariableSet> Sets { get; } = [];
}

/// <summary>A group while it is being read.</summary>
internal sealed class GroupDraft(string name)
{
    public string Name => name;

    public SourceSpan? Span { get; set; }

    /// <summary>The groups inside of it, each with the place that says so.</summary>
    public Dictionary<string, SourceSpan> Children { get; } = new(StringComparer.Ordinal);

    public List<VariableSet> Sets { get; } = [];
}
