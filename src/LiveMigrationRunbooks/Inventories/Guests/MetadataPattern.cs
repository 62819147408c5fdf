using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>Elements that a guest's metadata must have, each with a pattern of its text.</summary>
public sealed record MetadataPattern(IReadOnlyList<KeyValuePair<string, string>> Elements) : IForm<MetadataPattern>
{
    public static string Form => "a mapping of element names to texts, as { tier: database }";

    public static IReadOnlyList<string> JsonTypes => ["object"];

    public static MetadataPattern? Bind(YamlNode node) =>
        node is YamlMapping { Entries.Count: > 0 } mapping && mapping.Entries.All(entry => entry.Value is YamlScalar { IsNull: false })
            ? new([.. mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, ((YamlScalar)entry.Value).Text))])
            : null;

    public bool Matches(IReadOnlyDictionary<string, string> metadata) =>
        Elements.All(element => metadata.TryGetValue(element.Key, out var text) && GuestEntry.IsLike(element.Value, text));
}
