using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>What a finished move cost, as the target's libvirt kept it; nothing where it forgot, never a guess.</summary>
internal static class MoveFigures
{
    public const string Duration = "duration_ms";
    public const string Pause = "pause_ms";
    public const string Bytes = "bytes";
    public const string Passes = "passes";

    /// <summary>1 where the guest stays because its policy called the move off: nothing is wrong with its host.</summary>
    public const string ByRule = "by_rule";

    /// <summary>1 where the guest served before its move, as its owner finds that out; 0 where it did not.</summary>
    public const string ServedBefore = "served_before";

    /// <summary>1 where guests are counted (<c>evacuate.max_failed</c>), so that one that has left fails no host.</summary>
    public const string HostSpared = "host_spared";

    public static ValueMap<long> SilentBefore { get; } = new([KeyValuePair.Create(ServedBefore, 0L)]);

    public static ValueMap<long> SparesHost { get; } = new([KeyValuePair.Create(HostSpared, 1L)]);

    public static ValueMap<long> StayedByRule { get; } = new([KeyValuePair.Create(ByRule, 1L)]);

    public static ValueMap<long> Of(MigrationStatistics? statistics)
    {
        if (statistics is null) return ValueMap<long>.Empty;
        (string Name, long? Value)[] figures = [(Duration, statistics.TotalMs), (Pause, statistics.DowntimeMs), (Bytes, statistics.BytesTransferred), (Passes, statistics.Iterations)];
        return figures.Where(figure => figure.Value.HasValue).Select(figure => KeyValuePair.Create(figure.Name, figure.Value.GetValueOrDefault())).ToValueMap();
    }
}
