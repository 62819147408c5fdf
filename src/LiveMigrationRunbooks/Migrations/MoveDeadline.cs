namespace LiveMigrationRunbooks.Migrations;

/// <summary>When a move is called off however well it goes, since it began.</summary>
/// <param name="Why">Which rule says so, as a clause.</param>
public sealed record MoveDeadline(TimeSpan Within, string Why)
{
    // Where nothing was measured: what is called long enough for any guest of the size (live-migration, section 8b).
    private const double SecondsPerGib = 20;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(60);

    /// <summary>The earliest of the policy's deadline, the end of the window, and so many times what was forecast.</summary>
    /// <param name="forecast">The longest time that the forecast reckons with; null where there is none.</param>
    /// <param name="bytes">What is to be sent at least.</param>
    /// <param name="window">Until the window ends; null where there is none.</param>
    public static MoveDeadline Of(MigrationPolicy policy, TimeSpan? forecast, long bytes, TimeSpan? window)
    {
        var gib = bytes / (1024.0 * 1024 * 1024);
        List<TimeSpan> times = [s_least, TimeSpan.FromSeconds(SecondsPerGib * gib), forecast ?? TimeSpan.Zero];
        if (policy.BandwidthMibPerSecond is { } limit) times.Add(TimeSpan.FromSeconds(gib * 1024 / limit));
        var reckoned = times.Max();
        List<MoveDeadline> all =
        [
            new(policy.Deadline, $"its deadline of {Text(policy.Deadline)}"),
            new((reckoned * policy.ForecastTimes) + policy.ForecastGrace, $"{policy.ForecastTimes:0.#} times the {Text(reckoned)} that it should take at most, and {Text(policy.ForecastGrace)} more"),
        ];
        if (window is { } left) all.Add(new MoveDeadline(left, "the end of the window"));
        return all.MinBy(each => each.Within) ?? all[0];
    }

    /// <summary>For the phase in which nothing may be called off: four times what the rest should take, and two minutes.</summary>
    public static TimeSpan OfPostCopy(TimeSpan? rest) => ((rest ?? s_least) * 4) + TimeSpan.FromMinutes(2);

    private static string Text(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{Math.Ceiling(time.TotalSeconds):0} s" : $"{time.TotalMinutes:0.#} min";
}
