using System.Globalization;

namespace LiveMigrationRunbooks.Language.Quantities;

/// <content>Sizes in bytes (<c>512MiB</c>) and rates in bytes a second (<c>100MiB/s</c>, <c>800Mbit/s</c>).</content>
public static partial class Quantity
{
    private static readonly (string Unit, decimal Bytes)[] SizeUnits =
        [("B", 1), ("KiB", 1024), ("MiB", 1048576), ("GiB", 1073741824), ("TiB", 1099511627776)];

    // Links are sold in decimal bits, memory in binary bytes; each has only its own kind of prefix, so no unit is ambiguous.
    private static readonly (string Unit, decimal Bytes)[] RateUnits =
    [
        .. SizeUnits.Select(unit => (unit.Unit + "/s", unit.Bytes)),
        ("bit/s", 0.125m), ("kbit/s", 125), ("Mbit/s", 125_000), ("Gbit/s", 125_000_000), ("Tbit/s", 125_000_000_000),
    ];

    /// <summary>Reads a size in bytes.</summary>
    public static bool TrySize(string text, out long bytes, out string problem) =>
        TryScaled(text, SizeUnits, "size", "4GiB", out bytes, out problem);

    /// <summary>Reads a rate in bytes a second.</summary>
    public static bool TryRate(string text, out long bytesPerSecond, out string problem) =>
        TryScaled(text, RateUnits, "rate", "800Mbit/s", out bytesPerSecond, out problem);

    /// <summary>A size for people, with one decimal where it is not whole: <c>512MiB</c>, <c>1.5GiB</c>.</summary>
    public static string TextOfSize(long bytes)
    {
        var (unit, scale) = Array.FindLast(SizeUnits, known => Math.Abs((decimal)bytes) >= known.Bytes) is { Unit: not null } found
            ? found : SizeUnits[0];
        return (bytes / scale).ToString("0.#", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>
    /// A rate for people: in bits where it is a whole number of them in decimal, as links are named; else in binary bytes.
    /// </summary>
    public static string TextOfRate(long bytesPerSecond)
    {
        var (unit, scale) = Array.FindLast(RateUnits, known =>
            known.Unit.EndsWith("bit/s", StringComparison.Ordinal) && bytesPerSecond >= known.Bytes);
        return unit is not null && scale >= 125_000 && bytesPerSecond % (scale / 10) == 0 && bytesPerSecond % 1048576 != 0
            ? (bytesPerSecond / scale).ToString("0.#", CultureInfo.InvariantCulture) + unit
            : TextOfSize(bytesPerSecond) + "/s";
    }

    private static bool TryScaled(
        string text, (string Unit, decimal Scale)[] units, string noun, string example, out long value, out string problem)
    {
        value = 0;
        text = text.Trim();
        if (!TrySplit(text, out var number, out var unit, out problem)) return false;
        if (unit.Length == 0) return Fail($"A unit is needed, for example '{example}'.", out problem);
        var (_, scale) = Array.Find(units, known => known.Unit == unit);
        if (scale == 0)
        {
            var near = Array.Find(units, known =>
                string.Equals(known.Unit.Replace("i", ""), unit.Replace("i", ""), StringComparison.OrdinalIgnoreCase)
                || string.Equals(known.Unit.Replace("iB", ""), unit, StringComparison.OrdinalIgnoreCase)).Unit;
            return Fail(
                $"'{unit}' is not a unit of {noun}; " + (near is null
                    ? $"known are {string.Join(", ", units.Select(known => known.Unit))}." : $"did you mean '{near}'?"),
                out problem);
        }

        if (number > long.MaxValue / scale) return Fail($"'{text}' is too large.", out problem);
        value = (long)(number * scale);
        return value == number * scale || noun == "rate" || Fail($"'{text}' is not a whole number of bytes.", out problem);
    }
}
