using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Tests.Evacuations;

/// <summary>Moves as they stand in a plan, with no more of them than orders and limits look at.</summary>
internal static class Moves
{
    public static GuestMove Of(string name, string source, string target, long seconds = 10, string wave = "w", string[]? uplinks = null, int disks = 0, long memoryMib = 128) => new(
        0, name, name, source, target, "198.51.100.1", target, memoryMib * 1024, Autostart: false, Persistent: true, null, [], wave)
    {
        Uplinks = uplinks is null ? null : [.. uplinks],
        Copies = disks == 0 ? null : [.. Enumerable.Range(0, disks).Select(disk => new DiskCopy($"vd{disk}", $"/srv/{name}-{disk}", "raw", 1 << 20))],
        Forecast = Lasting(seconds * 1000),
    };

    public static Forecast Lasting(long milliseconds) => new(Same(1), new Band(milliseconds / 2, milliseconds, milliseconds * 2), Same(1), Convergence.Yes, ForecastSource.Measured, 1, "test");

    /// <summary>From a fixed seed: a few hosts, uplinks, waves and disks, and limits of every kind.</summary>
    public static (SlidingWindow Window, List<GuestMove> Moves) Drawn(int seed)
    {
        var random = new Random(seed);
        var window = new SlidingWindow(new MoveCaps(random.Next(1, 4), random.Next(1, 4), random.Next(1, 4)), new[] { KeyValuePair.Create("t0", random.Next(1, 6)) }.ToValueMap());
        var moves = Enumerable.Range(0, random.Next(1, 30)).Select(number => Of(
            $"g{number:00}", $"s{random.Next(3)}", $"t{random.Next(3)}", random.Next(0, 60), $"w{number / 8}", random.Next(2) == 0 ? null : [$"u{random.Next(2)}"], random.Next(4) == 0 ? random.Next(1, 9) : 0));
        return (window, [.. moves]);
    }

    private static Band Same(long value) => new(value, value, value);
}
