using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>
/// The form in which plans and results are kept and leave the tool: snake case, enums as words, members only ever added. What goes to a
/// host on standard input is not in it.
/// </summary>
public static class PlanFile
{
    public static JsonSerializerOptions Options { get; } = new(StepJson.Options) { WriteIndented = true, MaxDepth = 1000 };

    public static string Write(Plan plan) => PlainJson.Of(JsonSerializer.Serialize(plan, Options));

    /// <summary>Null where the text is no plan of a format that this version knows.</summary>
    public static Plan? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Plan>(json, Options) is { Format: Plan.CurrentFormat } plan ? plan : null;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            // Not supported is what the serializer says of a deed whose kind cannot be read.
            return null;
        }
    }

    public static string DigestOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
