using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>A move that goes on, as it was last looked at.</summary>
/// <param name="Elapsed">Since it was begun.</param>
/// <param name="Statistics">Null where they could not be read.</param>
public sealed record MoveNow(string Uuid, string Guest, string Target, TimeSpan Elapsed, JobStatistics? Statistics)
{
    /// <summary>How long it will still go on by what it does now; null where nobody can say.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Whether it would not end by what it does now.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Whether it is not looked at any more.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Bytes that are still to be sent. Disks go along with the memory, and often take longer.</summary>
    public long? Remaining => Total is > 0 && Statistics?.MemoryRemaining is { } memory ? memory + (Statistics["disk_remaining"] ?? 0) : null;

    public long? Total => Statistics?.MemoryTotal is > 0 and var memory ? memory + (Statistics["disk_total"] ?? 0) : null;

    /// <summary>Bytes a second that are sent.</summary>
    public long? Sends => Statistics?.BytesPerSecond;

    /// <summary>Bytes a second that the guest writes anew.</summary>
    public long? Writes => Statistics is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? pages * size : null;

    public long? Pass => Statistics?.Iterations is > 0 and var pass ? pass : null;

    /// <summary>By how many percent the guest is slowed down; null where it is not.</summary>
    public long? SlowedBy => Statistics?["auto_converge_throttle"] is > 0 and var share ? share : null;
}
