using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Schemas;

/// <summary>An example as it is written in YAML, with the type that it has there, so that an editor offers it as it may stand.</summary>
internal static class ExampleJson
{
    public static JsonNode? Of(string text)
    {
        var findings = new Findings();
        var tree = YamlReader.Read(new SourceFile("example", text), YamlDialect.Core, findings);
        // A template is no YAML without its quotes, and is meant as text.
        return tree is null || findings.HasErrors ? JsonValue.Create(text) : Node(tree);
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Node(entry.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(Node)]),
        YamlScalar scalar when CoreSchema.Bool(scalar) is { } truth => truth,
        YamlScalar scalar when CoreSchema.Integer(scalar) is { } number => number,
        YamlScalar { IsNull: false } scalar => scalar.Text,
        _ => null,
    };
}
