using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>A YAML file as JSON, which is what editors give to a schema.</summary>
internal static class YamlJson
{
    public static string Of(string yaml)
    {
        var findings = new Findings();
        var tree = YamlReader.Read(new SourceFile("runbook.yml", yaml), YamlDialect.Core, findings);
        Assert.Empty(findings.Sorted);
        return Node(tree!)?.ToJsonString() ?? "null";
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Node(entry.Value)))),
        YamlSequence list => new JsonArray([.. list.Items.Select(Node)]),
        YamlScalar { IsNull: true } => null,
        YamlScalar { Plain: true } scalar when bool.TryParse(scalar.Text, out var truth) => truth,
        YamlScalar { Plain: true } scalar when long.TryParse(scalar.Text, out var number) => number,
        YamlScalar scalar => scalar.Text,
        _ => throw new ArgumentException(node.GetType().Name),
    };
}
