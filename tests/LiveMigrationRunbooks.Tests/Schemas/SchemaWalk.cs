using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>
/// Walks a schema as editors do: through references, alternatives, lists (<c>-</c>) and maps (<c>*</c>), and gathers the keys that a place may
/// have.
/// </summary>
internal sealed class SchemaWalk(JsonObject root)
{
    public IReadOnlyDictionary<string, JsonObject> Offered(string path)
    {
        IEnumerable<JsonObject> places = Alternatives(root);
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            places = [.. places.Select(place => Below(place, name)).OfType<JsonObject>().SelectMany(Alternatives)];
        // Keys that a place forbids are there to be refused, and some only to be told that they have no effect.
        return places.SelectMany(place => place["properties"] as JsonObject ?? [])
            .Where(key => key.Value is JsonObject schema && schema["not"] is null && schema["doNotSuggest"] is null)
            .DistinctBy(key => key.Key).ToDictionary(key => key.Key, key => (JsonObject)key.Value!, StringComparer.Ordinal);
    }

    public static string Description(JsonObject schema) => schema["description"]?.GetValue<string>() ?? (schema["$ref"] is null ? "" : "See there.");

    public JsonObject Followed(JsonObject schema) =>
        schema["$ref"]?.GetValue<string>() is { } reference ? (JsonObject)root["definitions"]![reference["#/definitions/".Length..]]! : schema;

    private IEnumerable<JsonObject> Alternatives(JsonObject schema)
    {
        var here = Followed(schema);
        yield return here;
        foreach (var each in new[] { "anyOf", "oneOf", "allOf" }.SelectMany(word => here[word] as JsonArray ?? []).OfType<JsonObject>())
            foreach (var alternative in Alternatives(each)) yield return alternative;
    }

    private static JsonObject? Below(JsonObject place, string name) => (name switch
    {
        "-" => place["items"],
        "*" => place["additionalProperties"],
        _ => place["properties"]?[name],
    }) as JsonObject;
}
