using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The frame that all schemas have in common.</summary>
internal static class FileSchema
{
    /// <summary>The schema of a file that is one record.</summary>
    public static JsonObject Of(string title, Type form) => Of(title, new ShapeSchema().Record(form));

    public static JsonObject Of(string title, JsonObject body)
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach (var (name, value) in body) schema[name] = value?.DeepClone();
        return schema;
    }
}
