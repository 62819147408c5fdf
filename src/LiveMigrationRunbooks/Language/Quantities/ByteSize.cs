using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <summary>An amount of bytes: <c>512MiB</c>, <c>4GiB</c>.</summary>
public sealed record ByteSize(long Bytes) : IForm<ByteSize>
{
    public static string Form => "a size: 512MiB, 4GiB";

    public static IReadOnlyList<string> JsonTypes => ["string"];

    public static ByteSize? Bind(YamlNode node) =>
        node is YamlScalar scalar && Quantity.TrySize(scalar.Text, out var bytes, out _) ? new ByteSize(bytes) : null;

    public static string? WhyNot(YamlNode node)
    {
        if (node is not YamlScalar scalar) return null;
        return Quantity.TrySize(scalar.Text, out _, out var problem) ? null : problem;
    }
}
