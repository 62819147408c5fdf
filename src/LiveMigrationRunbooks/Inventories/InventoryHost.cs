using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>A host as the inventory names it. <paramref name="Position"/> is its place in the inventory's order, from 0.</summary>
public sealed record InventoryHost(string Name, SourceSpan Span, int Position)
{
    /// <summary>Two hosts are one when they have one name; where it was written does not matter.</summary>
    public bool Equals(InventoryHost? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
