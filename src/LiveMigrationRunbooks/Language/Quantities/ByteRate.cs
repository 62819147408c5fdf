using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <summary>An amount of bytes a second: <c>800Mbit/s</c>, <c>100MiB/s</c>.</summary>
public sealed record ByteRate(long BytesPerSecond) : IForm<ByteRate>
{
    public static string Form => "a rate: 800Mbit/s, 100MiB/s";

    public static IReadOnlyList<string> JsonTypes => ["string"];

    public static ByteRate? Bind(YamlNode node) =>
        node is YamlScalar scalar && Quantity.TryRate(scalar.Text, out var bytes, out _) ? new ByteRate(bytes) : null;

    public static string? WhyNot(YamlNode node)
    {
        if (node is not YamlScalar scalar) return null;
        return Quantity.TryRate(scalar.Text, out _, out var problem) ? null : problem;
    }
}
