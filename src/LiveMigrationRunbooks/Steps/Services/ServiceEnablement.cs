using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What a unit shall be at the next boot: started, not started, or not startable at all. Its word is systemd's.</summary>
[JsonConverter(typeof(Converter))]
public sealed record ServiceEnablement(string Word) : IArgument<ServiceEnablement>
{
    private static readonly ServiceEnablement s_enabled = new("enabled");
    private static readonly ServiceEnablement s_disabled = new("disabled");
    private static readonly ServiceEnablement s_masked = new("masked");

    public static string Form => "true, false or masked";

    public static IReadOnlyList<string> JsonTypes => ["boolean", "string"];

    public static string? JsonPattern => "masked";

    public static ServiceEnablement? Bind(YamlNode node) => node is not YamlScalar { IsNull: false } scalar ? null : scalar.Text switch
    {
        "true" when scalar.Plain => s_enabled,
        "false" when scalar.Plain => s_disabled,
        "masked" => s_masked,
        _ => null,
    };

    public override string ToString() => Word;

    private sealed class Converter : JsonConverter<ServiceEnablement>
    {
        public override ServiceEnablement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, ServiceEnablement value, JsonSerializerOptions options) => writer.WriteStringValue(value.Word);
    }
}
