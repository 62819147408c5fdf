using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The names that the templates in a tree use.</summary>
internal static class TemplateNames
{
    // What does not parse is told when the tree is resolved.
    public static IEnumerable<NameUse> In(YamlNode node) => node switch
    {
        YamlScalar scalar when Template.Holds(scalar.Text) => Template.Of(scalar, new Findings())?.Names ?? [],
        YamlSequence sequence => sequence.Items.SelectMany(In),
        YamlMapping mapping => mapping.Entries.SelectMany(entry => In(entry.Value)),
        _ => [],
    };

    public static bool Holds(YamlNode node) => node switch
    {
        YamlScalar scalar => Template.Holds(scalar.Text),
        YamlSequence sequence => sequence.Items.Any(Holds),
        YamlMapping mapping => mapping.Entries.Any(entry => Holds(entry.Value)),
        _ => false,
    };
}
