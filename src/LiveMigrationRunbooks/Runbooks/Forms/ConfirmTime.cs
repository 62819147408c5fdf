using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>How long a change waits to be confirmed: longer than a login takes, and no longer than somebody would wait without a console.</summary>
public sealed record ConfirmTime(int Seconds) : IForm<ConfirmTime>
{
    private const int Least = 10;
    private const int Most = 30 * 60;

    public static string Form => "a duration from 10s to 30m";

    public static IReadOnlyList<string> JsonTypes => ["string"];

    public static ConfirmTime? Bind(YamlNode node) =>
        node is YamlScalar { IsNull: false } scalar && Quantity.TryDuration(scalar.Text, out var time, out _) && time.TotalSeconds is >= Least and <= Most
            ? new((int)Math.Ceiling(time.TotalSeconds)) : null;

    public static string? WhyNot(YamlNode node)
    {
        if (node is not YamlScalar { IsNull: false } scalar) return null;
        if (!Quantity.TryDuration(scalar.Text, out var time, out var problem)) return problem;
        return time.TotalSeconds < Least ? "A new login may take longer than that, and every change would be taken back." : "Whoever is cut off would wait for longer than half an hour.";
    }
}
