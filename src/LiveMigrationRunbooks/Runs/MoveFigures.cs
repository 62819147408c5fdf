using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs;

/// <summary>What a finished move cost, as the target's libvirt kept it; nothing where it forgot, never a guess.</summary>
internal static class MoveFigures
{
    public const string Duration = "duration_ms";
    public const string Pause = "pause_ms";
    public const string Bytes = "bytes";
    public const string Passes = "passes";

    /// <summary>1 where the guest stays because its policy called the move off: nothing is wrong with its host.</summary>
    public const string ByRule = "by_rule";

    public static ValueMap<long> StayedByRule { get; } = new([KeyValuePair.Create(ByRule, 1L)]);

    public static ValueMap<long> Of(MigrationStatistics? statistics)
    {
        if (statistics is null) return ValueMap<long>.Empty;
        (string Name, long? Value)[] figures = [(Duration, statistics.TotalMs), (Pause, statistics.DowntimeMs), (Bytes, statistics.BytesTransferred), (Passes, statistics.Iterations)];
        return figures.Where(figure => figure.Value.HasValue).Select(figure => KeyValuePair.Create(figure.Name, figure.Value.GetValueOrDefault())).ToValueMap();
    }
}
