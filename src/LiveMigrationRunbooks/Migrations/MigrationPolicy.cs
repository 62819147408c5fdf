using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How a guest may be moved: how fast, how long it may pause at the end, and by when the move must have ended.</summary>
/// <param name="BandwidthMibPerSecond">Null: as fast as the link.</param>
/// <param name="PauseStartMs">The pause that is allowed at first.</param>
/// <param name="PauseCeilingMs">The longest pause that is ever allowed; a move that needs more is cancelled at its deadline, and the guest stays.</param>
public sealed record MigrationPolicy(string Name, long? BandwidthMibPerSecond, bool AutoConverge, int PauseStartMs, int PauseCeilingMs, TimeSpan Deadline)
{
    /// <summary>The longest pause that QEMU takes.</summary>
    public const int LongestPauseMs = 2_000_000;

    /// <summary>For most guests: slows one down that does not converge, starts at QEMU's own 300 ms, gives up after half an hour.</summary>
    public static MigrationPolicy Balanced { get; } = new("balanced", null, AutoConverge: true, 300, 900, TimeSpan.FromMinutes(30));

    /// <summary>For guests that must not feel it: never slowed down, short pauses; stays where it is too busy.</summary>
    public static MigrationPolicy Gentle { get; } = new("gentle", null, AutoConverge: false, 100, 300, TimeSpan.FromMinutes(30));

    /// <summary>For hosts that must be empty: longer pauses and more time, before the guest stays after all.</summary>
    public static MigrationPolicy MustLeave { get; } = new("must-leave", null, AutoConverge: true, 300, 5000, TimeSpan.FromHours(2));

    /// <summary>The policies that need not be written.</summary>
    public static ValueList<MigrationPolicy> Shipped { get; } = [Balanced, Gentle, MustLeave];

    /// <summary>
    /// The next pause to allow a move that goes on and on: half as long again, never above the ceiling; null where it is reached. Steps, and not
    /// the ceiling at once, because most moves end at a shorter pause when they are given one more pass.
    /// </summary>
    public int? PauseAfter(int milliseconds) => milliseconds >= PauseCeilingMs ? null : Math.Min(PauseCeilingMs, milliseconds + Math.Max(1, milliseconds / 2));
}
