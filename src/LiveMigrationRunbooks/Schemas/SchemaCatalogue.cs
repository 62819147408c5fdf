using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Inventories.Guests;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The schemas of everything that people write.</summary>
public static class SchemaCatalogue
{
    public static IReadOnlyList<NamedSchema> All { get; } =
    [
        new("runbook", "runbooks", RunbookSchema.Make),
        new("include", "files that runbooks include", RunbookSchema.MakeIncluded),
        new("inventory", "inventories in YAML", InventorySchema.Make),
        new("vars", "files in group_vars/ and host_vars/", InventorySchema.MakeVariables),
        new("guests", "the guest catalogue", () => FileSchema.Of("lmr guest catalogue", typeof(GuestsForm))),
        new("lmr", "the limits of a repository, lmr.yml at its root", () => FileSchema.Of("lmr limits of a repository", typeof(EnvelopeForm))),
    ];

    /// <summary>Null where there is none of this name.</summary>
    public static NamedSchema? Of(string name) => All.FirstOrDefault(schema => schema.Name == name);
}
