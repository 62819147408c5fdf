using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Finds what only Ansible could evaluate inside of a variable: Jinja2. It is kept and matters only where it is used.
/// </summary>
internal static class OpaqueValue
{
    /// <summary>Every such scalar with its dotted path, as expressions name it (<c>tls.key</c>, <c>nics.0</c>).</summary>
    public static IEnumerable<(string Path, YamlScalar Scalar)> In(string path, YamlNode node) => node switch
    {
        YamlScalar scalar => Is(scalar) ? [(path, scalar)] : [],
        YamlSequence list => list.Items.SelectMany((item, index) => In($"{path}.{index}", item)),
        YamlMapping mapping => mapping.Entries.SelectMany(entry => In($"{path}.{entry.Key.Text}", entry.Value)),
        _ => [],
    };

    private static bool Is(YamlScalar scalar) => scalar.Tag is null
        && (scalar.Text.Contains("{{", StringComparison.Ordinal) || scalar.Text.Contains("{%", StringComparison.Ordinal));
}
