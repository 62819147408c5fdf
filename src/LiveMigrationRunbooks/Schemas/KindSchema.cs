using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The schema of one kind's arguments, from its record. A template may stand wherever a scalar does.</summary>
internal static class KindSchema
{
    private static readonly ShapeSchema s_shapes = new(templates: true);

    public static JsonObject Make(StepKind kind)
    {
        var properties = s_shapes.Properties(kind.Arguments.Select(KeyOf));
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

    private static KeyShape KeyOf(StepArgument argument) => new(argument.Name, argument.Type, argument.Required, argument.About, argument.Parameter);
}
