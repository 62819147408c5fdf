using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// A group of hosts. <paramref name="Depth"/> is the longest way from <c>all</c> (0); deeper groups win. <paramref name="Priority"/> is
/// <c>ansible_group_priority</c>, which decides between groups of one depth. <paramref name="Span"/> is null for <c>all</c> and
/// <c>ungrouped</c> where no file names them.
/// </summary>
public sealed record InventoryGroup(
    string Name, SourceSpan? Span, int Depth, long Priority, IReadOnlyList<string> Parents, IReadOnlyList<string> Children)
{
    /// <summary>The hosts of the group and of all groups inside of it, in inventory order.</summary>
    public IReadOnlyList<InventoryHost> Hosts { get; init; } = [];

    /// <summary>The hosts that are in the group itself, in inventory order.</summary>
    public IReadOnlyList<InventoryHost> OwnHosts { get; init; } = [];

    public override string ToString() => Name;
}
