using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>A move between two hosts that is over, as far as it tells of the path between them: it had that for itself.</summary>
/// <param name="Run">Ids of runs begin with their time, so the greatest is the last.</param>
/// <param name="Target">Where it went to.</param>
/// <param name="Bytes">That were sent.</param>
/// <param name="DurationMs">From libvirt's start to its end.</param>
/// <param name="PauseMs">How long the guest stood still; null where that was not told.</param>
public sealed record PastMove(string Run, string Target, PathManner Manner, long Bytes, long DurationMs, long? PauseMs);

/// <summary>How memory is sent, as far as its speed depends on it: only moves of one manner tell of each other.</summary>
public sealed record PathManner(long? BandwidthMibPerSecond, MoveEncryption? Encryption, int? Parallel, MoveCompression? Compression)
{
    public static PathManner Of(MigrationPolicy policy) => new(policy.BandwidthMibPerSecond, policy.Encryption, policy.Parallel, policy.Compression);
}
