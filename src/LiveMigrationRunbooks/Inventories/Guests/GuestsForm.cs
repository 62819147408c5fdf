using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>The guest catalogue as it is written.</summary>
public sealed record GuestsForm(
    [Key("What is known about guests; of the entries that match a guest the first counts, so the special ones stand above the general ones.")]
    IReadOnlyList<GuestEntry> Guests);
