using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>
/// The schema of records and their keys, from the types that the readers bind. <paramref name="definitions"/> names the records that the
/// schema defines once; <paramref name="templates"/> lets a template stand wherever a scalar does.
/// </summary>
internal sealed class ShapeSchema(IReadOnlyDictionary<Type, string>? definitions = null, bool templates = false)
{
    public JsonObject Record(Type type)
    {
        var shape = RecordShape.Of(type) ?? throw new InvalidOperationException($"{type.Name} describes no keys.");
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (shape.Keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name)).ToArray() is { Length: > 0 } required)
            schema["required"] = new JsonArray([.. required]);
        schema["properties"] = Properties(shape.Keys);
        return schema;
    }

    public JsonObject Properties(IEnumerable<KeyShape> keys) => new(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Key(key))));

    public JsonObject Key(KeyShape key)
    {
        var form = Form(ValueTypes.Bare(key.Type));
        if (key.About.Min != long.MinValue) form["minimum"] = key.About.Min;
        if (key.About.Max != long.MaxValue) form["maximum"] = key.About.Max;
        if (key.About.Pattern is { } pattern) form["pattern"] = $"^(?:{pattern})$";
        var schema = !templates || form.Count == 0 ? form : new JsonObject { ["anyOf"] = new JsonArray(form, Template()) };
        schema["description"] = key.About.Description;
        if (DefaultOf(key) is { } value) schema["default"] = value;
        if (key.About.Example is { } example) schema["examples"] = new JsonArray(Example(example));
        return schema;
    }

    private JsonObject Form(Type type)
    {
        type = ValueTypes.Bare(type);
        if (definitions?.TryGetValue(type, out var name) ?? false) return Reference(name);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Runbooks.Entries<>)) return List(type.GetGenericArguments()[0]);
        if (ValueTypes.OwnFormOf(type) is { } own) return OfTypes(own.JsonTypes);
        if (type == typeof(string) || type == typeof(TimeSpan)) return OfTypes(["string"]);
        if (type == typeof(YamlScalar)) return OfTypes(["string", "number", "boolean"]);
        if (type == typeof(YamlMapping)) return OfTypes(["object"]);
        if (type == typeof(int) || type == typeof(long)) return OfTypes(["integer"]);
        if (type == typeof(bool)) return OfTypes(["boolean"]);
        if (type.IsEnum) return new JsonObject { ["enum"] = new JsonArray([.. ValueTypes.Words(type).Select(word => JsonValue.Create(word))]) };
        if (ValueTypes.ValueOf(type) is { } value) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Form(value) };
        // A single value stands for a list of one; a single mapping does not, its keys would be taken for the list's.
        if (ValueTypes.ItemOf(type) is { } item) return IsRecord(item) ? List(item) : new JsonObject { ["anyOf"] = new JsonArray(List(item), Form(item)) };
        return IsRecord(type) ? Record(type) : [];
    }

    private JsonObject List(Type item) => new() { ["type"] = "array", ["items"] = Form(item) };

    private static bool IsRecord(Type type) => ValueTypes.OwnFormOf(ValueTypes.Bare(type)) is null && RecordShape.Of(ValueTypes.Bare(type)) is not null;

    private static JsonObject OfTypes(IReadOnlyList<string> types) => types switch
    {
        [] => [],
        [var one] => new JsonObject { ["type"] = one },
        _ => new JsonObject { ["type"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]) },
    };

    private static JsonNode? DefaultOf(KeyShape key) => key.Required ? null : key.Default switch
    {
        bool truth => truth,
        int number => number,
        long number => number,
        string text => text,
        Enum word => ValueTypes.Words(word.GetType())[Array.IndexOf(Enum.GetValues(word.GetType()).Cast<object>().ToArray(), word)],
        _ => null,
    };

    // Examples are written as in a runbook; those that are JSON too keep their type.
    private static JsonNode? Example(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    private static JsonObject Template() => new() { ["type"] = "string", ["pattern"] = @"\{\{.*\}\}" };
}
