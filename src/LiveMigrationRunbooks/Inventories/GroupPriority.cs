using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary><c>ansible_group_priority</c>: decides between groups of one depth; 1 where a group does not set it.</summary>
internal static class GroupPriority
{
    public const string Name = "ansible_group_priority";

    /// <summary>In the inventory file it is the group's rank; Ansible does not look at it in <c>group_vars/</c>.</summary>
    public static bool IsSetBy(YamlEntry entry, VariableSet set, VariableLayer layer) =>
        layer != VariableLayer.Host && !set.InFile && entry.Key.Text == Name;

    public static long Of(GroupDraft group, Findings findings)
    {
        var priority = 1L;
        foreach (var set in group.Sets)
        {
            if (set.Values.Entry(Name) is not { } entry) continue;
            if (set.InFile) findings.Add(SourceProblems.PriorityInFile(entry.Key.Span, group.Name));
            else if (entry.Value is YamlScalar scalar && CoreSchema.Integer(scalar with { Plain = true }) is { } value) priority = value;
            else findings.Add(SourceProblems.BadPriority(entry.Value.Span));
        }

        return priority;
    }
}
