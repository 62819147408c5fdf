using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Schedules;

/// <summary>How many hosts may fail before nothing more is begun: in all, and in each stage. What is not given does not bound.</summary>
public sealed record FailureBudget(Share? PerStage, Share? Total) : IForm<FailureBudget>
{
    private const string PerStageKey = "per_stage";
    private const string TotalKey = "total";

    /// <summary>No host may fail.</summary>
    public static FailureBudget None { get; } = new(null, Share.OfCount(0));

    public static string Form => "a number or a share: 2, 25%, or a mapping with per_stage and total";

    public static IReadOnlyList<string> JsonTypes => ["integer", "string", "object"];

    public static string? JsonPattern => Share.JsonPattern;

    public static FailureBudget? Bind(YamlNode node)
    {
        if (WhyNot(node) is not null) return null;
        return node is YamlMapping map ? new FailureBudget(Of(map, PerStageKey), Of(map, TotalKey)) : Share.Bind(node) is { } total ? new FailureBudget(null, total) : null;
    }

    public static string? WhyNot(YamlNode node)
    {
        if (node is not YamlMapping map) return node is YamlScalar ? Share.WhyNot(node) : Form;
        if (map.Entries.Count == 0) return "It says neither per_stage nor total.";
        foreach (var entry in map.Entries)
        {
            if (entry.Key.Text is not (PerStageKey or TotalKey)) return $"'{entry.Key.Text}' is neither per_stage nor total.";
            if (Share.Bind(entry.Value) is null) return $"{entry.Key.Text}: {Share.WhyNot(entry.Value) ?? Share.Form}";
        }
        return null;
    }

    /// <summary>The most of the whole play that may fail.</summary>
    public int TotalOf(int hosts) => Total?.Of(hosts) ?? hosts;

    private static Share? Of(YamlMapping map, string key) => map[key] is { } node ? Share.Bind(node) : null;
}
