using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The schema of one kind's arguments, from its record. A template may stand wherever a scalar does.</summary>
internal static class KindSchema
{
    public static JsonObject Make(StepKind kind)
    {
        var properties = new JsonObject();
        foreach (var argument in kind.Arguments) properties[argument.Name] = Argument(argument);
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

    private static JsonObject Argument(StepArgument argument)
    {
        var form = Form(argument.Type);
        if (argument.About.Min != long.MinValue) form["minimum"] = argument.About.Min;
        if (argument.About.Max != long.MaxValue) form["maximum"] = argument.About.Max;
        if (argument.About.Pattern is { } pattern) form["pattern"] = $"^(?:{pattern})$";
        var schema = form.Count == 0 ? form : new JsonObject { ["anyOf"] = new JsonArray(form, Template()) };
        schema["description"] = argument.About.Description;
        return schema;
    }

    private static JsonObject Form(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(int) || type == typeof(long)) return new JsonObject { ["type"] = "integer" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type.IsEnum) return new JsonObject { ["enum"] = new JsonArray([.. ArgumentBinder.Names(type).Select(name => JsonValue.Create(name))]) };
        if (ArgumentBinder.ElementOf(type, typeof(ValueMap<>)) is { } value) return new JsonObject { ["type"] = "object", ["additionalProperties"] = Form(value) };
        if (ArgumentBinder.ElementOf(type, typeof(ValueList<>)) is { } item)
            return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = Form(item) }, Form(item)) };
        return [];
    }

    private static JsonObject Template() => new() { ["type"] = "string", ["pattern"] = @"\{\{.*\}\}" };
}
