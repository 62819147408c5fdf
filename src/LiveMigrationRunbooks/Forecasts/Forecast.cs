using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>Where a forecast has the guest's writing from.</summary>
public enum ForecastSource
{
    /// <summary>Nobody knows how fast the guest writes: the least is told.</summary>
    None,

    /// <summary>It was sampled at this hour before, or QEMU kept it of an earlier measurement.</summary>
    History,

    /// <summary>It was measured for this plan.</summary>
    Measured,
}

/// <summary>Whether a move ends by itself.</summary>
public enum Convergence
{
    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>Also where it turns out worst.</summary>
    Yes,

    /// <summary>Most likely, but not where it turns out worst.</summary>
    Probably,

    /// <summary>Most likely not.</summary>
    Doubtful,

    /// <summary>Not even where it turns out best.</summary>
    No,
}

/// <summary>
/// What the move of a guest will cost, before it begins. A move that does not end is called off: its numbers are those until then.
/// </summary>
/// <param name="Bytes">Sent over the link.</param>
/// <param name="DurationMs">From the start to the guest's going on at the target.</param>
/// <param name="PauseMs">How long it stands still.</param>
/// <param name="MemoryBytes">What it has in use.</param>
/// <param name="Link">How fast the link is, and from where that is known.</param>
public sealed record Forecast(Band Bytes, Band DurationMs, Band PauseMs, Convergence Converges, ForecastSource Source, long MemoryBytes, string Link)
{
    /// <summary>
    /// Of what the kernel has put behind a guest's memory so much is sent: pages that hold zeros cross as a few bytes, and huge pages are given whole to a guest
    /// that wrote to a part of one. Of guests of the lab a twelfth to a twentieth was never sent.
    /// </summary>
    public const double SentShare = 0.94;

    /// <summary>Since the sample was taken; null where there is none, or its time is not known.</summary>
    public long? SampleAgeSeconds { get; init; }

    /// <summary>The hour of which samples were taken, in UTC; null where those are not of <c>lmr sample</c>.</summary>
    public string? SampleHour { get; init; }

    /// <summary>How often it was sampled in that hour, where it was.</summary>
    public int? SampleCount { get; init; }

    /// <summary>Bytes a second that it writes to for the first time, over the shortest span that was measured; null where nothing was.</summary>
    public long? DirtyBytesPerSecond { get; init; }

    /// <summary>What it writes to within a minute; null where nothing was measured. With the speed it says how the guest writes, until its move tells better.</summary>
    public long? DirtyBytesPerMinute { get; init; }

    /// <summary>What the first pass will send of what is in use.</summary>
    [JsonIgnore]
    public double SentBytes => SentShare * MemoryBytes;

    /// <summary>How the guest is thought to write; null where nobody knows.</summary>
    [JsonIgnore]
    public DirtyCurve? Writing => DirtyBytesPerSecond is not { } speed ? null : DirtyBytesPerMinute is { } reach && speed > 0 ? DirtyCurve.Of(speed, Math.Max(speed, reach)) : DirtyCurve.Of(speed);

    /// <summary>How much the guest is most likely slowed down at the end, in hundredths; 0 where it is not.</summary>
    public int ThrottlePercent { get; init; }

    /// <summary>Why it was not measured although it was asked for; null where it was.</summary>
    public string? NotMeasured { get; init; }

    /// <summary>From the start to the guest's going on at the target, in ms, where that may be before all of its memory is there (post-copy); null elsewhere.</summary>
    public Band? LeavesMs { get; init; }

    /// <summary>For how long it then runs with memory that is still to come, and is lost where either host dies, in ms; null where it never does.</summary>
    public Band? FollowsMs { get; init; }

    /// <summary>What is most likely: whether it ends.</summary>
    public bool Ends => Converges is Convergence.Yes or Convergence.Probably or Convergence.Unknown;
}
