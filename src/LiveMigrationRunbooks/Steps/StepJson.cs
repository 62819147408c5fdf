using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LiveMigrationRunbooks.Steps;

/// <summary>The one way in which step arguments and states become JSON: a wire format, so members are only ever added.</summary>
public static class StepJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectNullableAnnotations = true,
        MaxDepth = 64,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ArgumentsOnly } },
    };

    // Keys follow from the arguments; an attribute on the abstract property is not seen through its overrides.
    private static void ArgumentsOnly(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(Step))) return;
        foreach (var keys in type.Properties.Where(property => property.Name == "keys").ToList()) type.Properties.Remove(keys);
    }
}
