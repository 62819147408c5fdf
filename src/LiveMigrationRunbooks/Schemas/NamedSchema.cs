using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>The schema of one kind of file, by the name that people ask for it with.</summary>
/// <param name="About">Which files it is for.</param>
public sealed record NamedSchema(string Name, string About, Func<JsonObject> Make)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string FileName => $"{Name}.schema.json";

    /// <summary>The schema as a file.</summary>
    public string Text => Make().ToJsonString(s_indented) + "\n";
}
