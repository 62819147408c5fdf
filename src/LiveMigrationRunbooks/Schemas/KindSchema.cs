using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The schema of one kind's arguments, from its record. A template may stand wherever a scalar does.</summary>
internal static class KindSchema
{
    private static readonly ShapeSchema s_shapes = new(templates: true);

    public static JsonObject Make(StepKind kind)
    {
        var properties = s_shapes.Properties(kind.Arguments.Select(KeyOf));
        foreach (var argument in kind.Arguments.Where(argument => argument.About.Secret)) properties[argument.Name] = OrSecret(argument);
        // A file's content may also come from a file beside the runbook.
        if (properties.ContainsKey("content")) properties["source"] = new JsonObject { ["type"] = "string", ["description"] = "A file whose content it is, relative to the runbook." };
        var schema = new JsonObject { ["type"] = new JsonArray("object", "null"), ["description"] = kind.Summary, ["additionalProperties"] = false, ["properties"] = properties };
        if (kind.Arguments.Where(argument => argument.Required).Select(argument => JsonValue.Create(argument.Name)).ToArray() is { Length: > 0 } required)
        {
            schema["type"] = "object";
            schema["required"] = new JsonArray([.. required]);
        }
        return schema;
    }

    // One of the three forms, so that an editor completes the key that belongs to the source.
    private static JsonObject OrSecret(StepArgument argument) => new()
    {
        ["anyOf"] = new JsonArray([new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }, .. SecretForm.Sources.Select(source => Reference(source.Key, source.Value))]),
        ["description"] = argument.About.Description,
    };

    private static JsonObject Reference(string source, string key) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("secret", key),
        ["properties"] = new JsonObject
        {
            ["secret"] = new JsonObject { ["const"] = source, ["description"] = "Where the secret comes from." },
            [key] = source == "command" ? new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } } : new JsonObject { ["type"] = "string" },
        },
    };

    private static KeyShape KeyOf(StepArgument argument) => new(argument.Name, argument.Type, argument.Required, argument.About, argument.Parameter);
}
