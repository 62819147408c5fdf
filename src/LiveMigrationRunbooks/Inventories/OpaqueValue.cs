using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Finds what only Ansible could evaluate inside of a variable: Jinja2 and vaults. They are kept and matter only where they are used.
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

    public static bool IsVault(YamlScalar scalar) => scalar.Tag == "!vault";

    private static bool Is(YamlScalar scalar) => IsVault(scalar)
        || (scalar.Tag != "!unsafe"
            && (scalar.Text.Contains("{{", StringComparison.Ordinal) || scalar.Text.Contains("{%", StringComparison.Ordinal)));
}
