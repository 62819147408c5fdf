namespace LiveMigrationRunbooks.Migrations;

/// <summary>How a guest may be moved: speed in MiB/s (null: as fast as the link), pause in ms, and by when it must have ended.</summary>
public sealed record MigrationPolicy(string Name, long? BandwidthMibPerSecond, bool AutoConverge, int DowntimeLimitMs, TimeSpan Deadline)
{
    /// <summary>For most guests: throttles a guest that does not converge, pauses it 300 ms at most, gives up after half an hour.</summary>
    public static MigrationPolicy Balanced { get; } = new("balanced", null, AutoConverge: true, DowntimeLimitMs: 300, TimeSpan.FromMinutes(30));
}
