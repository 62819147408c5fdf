using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// The policies that are always there, as a table: bandwidth limit, slowed down or not, pause at first and at most (ms), deadline. Ceilings are
/// those of oVirt's policies of the same purpose, and KubeVirt's 900 ms; the stall rule is KubeVirt's 40 s.
/// </summary>
internal static class ShippedPolicies
{
    /// <summary>The longest pause that most services do not notice: KubeVirt's.</summary>
    public const int UnnoticedPauseMs = 900;

    /// <summary>For guests that must not feel it: never slowed down, short pauses; stays where it is too busy.</summary>
    public static MigrationPolicy Gentle { get; } = new("gentle", null, AutoConverge: false, 100, 300, TimeSpan.FromMinutes(30));

    /// <summary>For hosts that must be empty: post-copy where the guest's owner accepts it, longer pauses, more time and another try, before the guest stays after all.</summary>
    private static readonly MigrationPolicy s_mustLeave = new("must-leave", null, AutoConverge: true, 300, 5000, TimeSpan.FromHours(2))
    {
        Stall = TimeSpan.FromMinutes(2), Retries = 2, PostCopy = PostCopyUse.WhenStalled, ForecastTimes = 4, ForecastGrace = TimeSpan.FromMinutes(5),
    };

    /// <summary>For guests of hundreds of GiB: several connections, because one fills no fast link, and hours.</summary>
    private static readonly MigrationPolicy s_huge = new("huge", null, AutoConverge: true, 300, 5000, TimeSpan.FromHours(6)) { Stall = TimeSpan.FromMinutes(5), Parallel = 4, ForecastGrace = TimeSpan.FromMinutes(10) };

    /// <summary>For most guests.</summary>
    public static MigrationPolicy Balanced { get; } = new("balanced", null, AutoConverge: true, 300, UnnoticedPauseMs, TimeSpan.FromMinutes(30));

    public static ValueList<MigrationPolicy> All { get; } = [Balanced, Gentle, s_mustLeave, s_huge];

    /// <summary>Their names, as messages tell them.</summary>
    public static string Names => string.Join(", ", All.SkipLast(1).Select(policy => policy.Name)) + " and " + All[^1].Name;
}
