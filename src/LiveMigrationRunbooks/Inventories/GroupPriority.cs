using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary><c>ansible_group_priority</c>: decides between groups of one depth; 1 where a group does not set it.</summary>
internal static class GroupPriority
{
    public const string Name = "ansible_group_priority";

    public static long Of(GroupDraft group) => group.Sets
        .Select(set => set.Values[Name])
        .OfType<YamlScalar>()
        .Select(CoreSchema.Integer)
        .LastOrDefault(value => value is not null) ?? 1;
}
