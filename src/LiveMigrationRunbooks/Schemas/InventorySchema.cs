using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>
/// The schemas of inventories and of files with variables. An inventory is Ansible's own: it describes the keys that <c>lmr</c> reads, says what
/// to write in place of those that have no effect, and lets all others be.
/// </summary>
internal static class InventorySchema
{
    public static JsonObject Make()
    {
        var schema = FileSchema.Of("lmr inventory", new JsonObject
        {
            ["description"] = "Groups by name; 'all' holds everything.",
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = Roots(),
            ["additionalProperties"] = Reference("group"),
        });
        schema["definitions"] = new JsonObject { ["group"] = Group(), ["variables"] = Variables() };
        return schema;
    }

    public static JsonObject MakeVariables() => FileSchema.Of("lmr variables", Variables());

    private static JsonObject Roots()
    {
        var roots = new JsonObject { ["all"] = Reference("group"), ["ungrouped"] = Reference("group") };
        // These belong below a group; Ansible takes them for names of groups.
        foreach (var key in RecordShape.Of(typeof(GroupKeys))?.Names ?? []) roots[key] = new JsonObject { ["not"] = new JsonObject() };
        return roots;
    }

    private static JsonObject Group()
    {
        var about = (RecordShape.Of(typeof(GroupKeys))?.Keys ?? []).ToDictionary(key => key.Name, key => key.About.Description);
        return new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["hosts"] = Names(about["hosts"], "variables"),
                ["children"] = Names(about["children"], "group"),
                ["vars"] = new JsonObject { ["description"] = about["vars"], ["allOf"] = new JsonArray(Reference("variables")) },
            },
        };
    }

    // A single name may stand as text.
    private static JsonObject Names(string description, string each) => new()
    {
        ["type"] = new JsonArray("object", "string", "null"),
        ["description"] = description,
        ["additionalProperties"] = Reference(each),
    };

    private static JsonObject Variables()
    {
        var shapes = new ShapeSchema();
        var properties = shapes.Properties(Keys(typeof(HostKeys)).Concat(Keys(typeof(ConnectionKeys))));
        // Vault values and templates are texts, whatever the key's own type; they are judged where they are used.
        foreach (var key in Keys(typeof(HostKeys)).Concat(Keys(typeof(ConnectionKeys))))
            if (properties[key.Name] is JsonObject schema && schema["type"]?.ToString() is "object" or "integer") schema["type"] = new JsonArray(schema["type"]?.DeepClone(), "string");
        foreach (var (name, instead) in ConnectionVariables.Instead.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            properties[name] = new JsonObject { ["description"] = "Has no effect here.", ["deprecationMessage"] = instead, ["doNotSuggest"] = true };
        return new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = true, ["properties"] = properties };
    }

    private static IReadOnlyList<KeyShape> Keys(Type type) => RecordShape.Of(type)?.Keys ?? [];

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };
}
