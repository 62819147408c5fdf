using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How fast a move gets through, smoothed: libvirt's number is that of the last moments only, and jumps.</summary>
public sealed class LinkSpeed
{
    // KubeVirt's weight of the newest sample.
    private const double Newest = 0.4;
    private const double Healthy = 0.5;
    private double? _last;

    /// <summary>Bytes a second; null before the first sample that tells.</summary>
    public double? Smoothed { get; private set; }

    /// <summary>Whether the last sample was not far below the others: a link that is going down is no time to depend on it.</summary>
    public bool IsHealthy => _last >= Smoothed * Healthy;

    public void See(JobStatistics now)
    {
        // At its beginning, and right after its switch to post-copy, it tells none.
        if (now.BytesPerSecond is not { } speed || (speed == 0 && Smoothed is null)) return;
        _last = speed;
        Smoothed = Smoothed is { } before ? (Newest * speed) + ((1 - Newest) * before) : speed;
    }

    /// <summary>How long it takes to send so much; null where nobody knows.</summary>
    public TimeSpan? For(long? bytes) => bytes is { } size && Smoothed is > 0 and var speed ? TimeSpan.FromSeconds(size / speed) : null;
}
