using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlNode = LiveMigrationRunbooks.Language.Yaml.YamlNode;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>Reads a fixture into the tree that steps are bound from; positions do not matter here.</summary>
internal static class FixtureYaml
{
    private static readonly SourceSpan s_span = new(new SourceFile("fixture.yaml", ""), 0, 0);

    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Node(stream.Documents[0].RootNode);
    }

    private static YamlNode Node(YamlDotNet.RepresentationModel.YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar),
        YamlSequenceNode list => new YamlSequence([.. list.Children.Select(Node)], s_span),
        YamlMappingNode map => new YamlMapping([.. map.Children.Select(pair => new YamlEntry(Scalar((YamlScalarNode)pair.Key), Node(pair.Value)))], s_span),
        _ => throw new InvalidOperationException("A fixture has no aliases."),
    };

    private static YamlScalar Scalar(YamlScalarNode node) => new(node.Value ?? "", node.Style is ScalarStyle.Plain, s_span);
}
