using System.Globalization;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>How many bytes a second will arrive, and from where that is known.</summary>
public sealed record LinkEstimate(double Slow, double Likely, double Fast, string From)
{
    // Of 1 Gbit/s some 112 MiB/s carry data: Ethernet, IP and TCP take the rest.
    private const double Usable = 0.94;

    // One connection does not always fill a fast link, and nobody has it for himself.
    private const double Slowest = 0.5;

    private const double Gigabit = 125_000_000;

    /// <summary>Likely, without the limit of the policy.</summary>
    public double Full { get; init; } = Likely;

    /// <summary>Before the first byte, as earlier moves had it; null where nobody knows.</summary>
    public double? SetupSeconds { get; init; }

    /// <summary>What each pause holds besides memory, likewise.</summary>
    public double? SwitchSeconds { get; init; }

    /// <summary>Nobody tells how fast it is: something between one and ten Gbit/s.</summary>
    public static LinkEstimate Unknown { get; } = new(Slowest * Gigabit, Usable * Gigabit, 10 * Gigabit, "1Gbit/s, assumed: nobody tells its speed (migration_speed would)");

    public static LinkEstimate Of(long bytesPerSecond, string from) => new(Slowest * bytesPerSecond, Usable * bytesPerSecond, bytesPerSecond, $"{Quantity.TextOfRate(bytesPerSecond)}, {from}");

    /// <summary>No faster than the policy lets it be: QEMU stays a little below, as it counts by tenths of a second.</summary>
    public LinkEstimate Limited(long? bytesPerSecond) => bytesPerSecond is { } limit && limit < Fast
        ? this with { Slow = Math.Min(Slow, 0.85 * limit), Likely = Math.Min(Likely, 0.98 * limit), Fast = Math.Min(Fast, 1.02 * limit), From = limit < Likely ? $"{Quantity.TextOfRate(limit)} by the policy" : From } : this;

    /// <summary>What one of several moves gets of it that go on side by side: sometimes one more of them than on average, sometimes one less.</summary>
    public LinkEstimate Shared(double moves) => moves <= 1 ? this
        : this with { Slow = Slow / Math.Ceiling(moves), Likely = Likely / moves, Fast = Fast / Math.Floor(moves), From = string.Create(CultureInfo.InvariantCulture, $"{From}, shared by {moves:0.#} moves"), Full = Full / moves };

    /// <summary>Of several links on the way the slowest.</summary>
    public static LinkEstimate Narrowest(IEnumerable<LinkEstimate> links) => links.MinBy(link => link.Likely) ?? Unknown;
}
