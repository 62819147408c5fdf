using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A pattern that chooses hosts, templates not yet evaluated.</summary>
public sealed record HostsPattern(YamlScalar Text) : IForm<HostsPattern>
{
    public static string Form => "a host pattern, as rack_a:!kvm3";

    public static IReadOnlyList<string> JsonTypes => ["string"];

    public static HostsPattern? Bind(YamlNode node) => node is YamlScalar { IsNull: false } scalar ? new(scalar) : null;
}
