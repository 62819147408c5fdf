using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>
/// How fast a guest wrote to memory that it had not written to yet, over one span. QEMU says whole MiB a second, rounded down; the same page
/// counts once, so a longer span gives a smaller number.
/// </summary>
/// <param name="AgeSeconds">Since the end of the span, as the host's uptime tells; null where it does not.</param>
/// <param name="Mode">How it was counted: <c>page-sampling</c> looks at 512 pages of each GiB.</param>
public sealed record DirtySample(long PeriodSeconds, long MibPerSecond, long? AgeSeconds, string Mode);

/// <summary>What of a guest's memory is in use, in KiB, and how it is written to; null and empty where nobody told.</summary>
/// <param name="CurrentKib">What the balloon leaves it.</param>
/// <param name="ResidentKib">What its whole QEMU process takes: of an emulated guest that is much more than its memory.</param>
/// <param name="TouchedKib">What of its memory the kernel has given pages to.</param>
/// <param name="IsMeasured">Whether the samples were taken for this reading; otherwise they are what QEMU kept of an earlier measurement.</param>
public sealed record GuestMemory(long? CurrentKib, long? ResidentKib, long? TouchedKib, ValueList<DirtySample> Samples, bool IsMeasured = false)
{
    /// <summary>Why nothing was measured although it was asked for; null where it was.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>How it wrote to it at this hour before; null where no host kept that.</summary>
    public GuestHistory? History { get; init; }

    /// <summary>What has to be sent, at most: what is in use of the memory it may have.</summary>
    public long UsedKib(long maximumKib) => TouchedKib is > 0 and var touched ? Math.Min(touched, maximumKib) : Math.Min(CurrentKib ?? maximumKib, ResidentKib is > 0 and var resident ? resident : maximumKib);
}
