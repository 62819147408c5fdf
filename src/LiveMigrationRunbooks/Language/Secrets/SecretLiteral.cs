using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>Finds values that are written in the open under a name that looks like a secret's.</summary>
internal static class SecretLiteral
{
    public static IEnumerable<(string Path, YamlScalar Scalar)> In(string path, YamlNode node) => node switch
    {
        YamlMapping mapping when SecretForm.Is(mapping) => [],
        YamlMapping mapping => mapping.Entries.SelectMany(entry => In($"{path}.{entry.Key.Text}", entry.Value)),
        YamlSequence sequence => sequence.Items.SelectMany((item, index) => In($"{path}.{index}", item)),
        YamlScalar { Tag: null } scalar when IsOpen(scalar) && SecretName.LooksSecret(path) => [(path, scalar)],
        _ => [],
    };

    // Truth values and nothing are settings, and a template only names what is elsewhere.
    private static bool IsOpen(YamlScalar scalar) =>
        !scalar.IsNull && scalar.Text.Length > 0 && CoreSchema.Bool(scalar) is null && !Expressions.Template.Holds(scalar.Text);
}
