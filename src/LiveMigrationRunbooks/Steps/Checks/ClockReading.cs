using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>How well one host's clock is kept, as its own daemon tells it; times in seconds.</summary>
/// <param name="Daemon">Who told it; null where nobody did.</param>
/// <param name="Synchronised">Whether it follows anybody, itself included.</param>
/// <param name="Source">Address of whom it follows; null for its own clock.</param>
/// <param name="Offset">How far it knows itself to be off.</param>
/// <param name="Distance">How far off it may be besides: half the way to the reference and back, and what clocks on it drift.</param>
internal sealed partial record ClockReading(string? Daemon, bool Synchronised, string? Source, int Stratum, double Offset, double Distance, string Leap, int Sources, int Reachable)
{
    private const string OwnClock = "7F7F0101";

    public bool IsOwnClock => Synchronised && Source is null;

    /// <summary>The most that it can be off (RFC 5905 calls it the maximum error).</summary>
    public double Bound => Math.Abs(Offset) + Distance;

    public static ClockReading Of(CommandResult result)
    {
        var told = result.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return Chrony(told) ?? Timesyncd(told) ?? new ClockReading(null, told["synchronised"].Contains("yes"), null, 0, 0, 0, "", 0, 0);
    }

    private static ClockReading? Chrony(ILookup<string, string> told)
    {
        if (told["chrony"].FirstOrDefault()?.Split(',') is not [var id, var name, var stratum, _, var offset, _, _, _, _, _, var delay, var dispersion, _, var leap]) return null;
        var sources = told["source"].Select(line => line.Split(',')).Where(fields => fields.Length > 5).ToList();
        return new ClockReading(
            "chronyd", leap != "Not synchronised", id == OwnClock ? null : name.Length > 0 ? name : id, int.Parse(stratum, CultureInfo.InvariantCulture),
            Number(offset), (Number(delay) / 2) + Number(dispersion), leap, sources.Count, sources.Count(fields => fields[5] != "0"));
    }

    private static ClockReading? Timesyncd(ILookup<string, string> told)
    {
        var fields = told["timesyncd"].Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        string One(string name) => fields[name].FirstOrDefault() ?? "";
        if (fields.Count == 0) return null;
        var server = One("Server").Split(' ')[0];
        return new ClockReading(
            "systemd-timesyncd", told["synchronised"].Contains("yes") && One("Offset").Length > 0, server, int.TryParse(One("Stratum"), out var stratum) ? stratum : 0,
            Span(One("Offset")), Span(One("Root distance")) + (Span(One("Delay")) / 2), One("Leap"), 1, One("Offset").Length > 0 ? 1 : 0);
    }

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // As systemd writes them: -3.247ms, 7.590ms (max: 5s), +1h 2min 3s.
    private static double Span(string text) =>
        (text.StartsWith('-') ? -1 : 1) * SpanPart().Matches(text.Split('(')[0]).Sum(part => Number(part.Groups[1].Value) * UnitOf(part.Groups[2].Value));

    private static double UnitOf(string unit) => unit switch
    {
        "us" or "μs" => 1e-6,
        "ms" => 1e-3,
        "min" => 60,
        "h" => 3600,
        "d" => 86400,
        "w" => 7 * 86400,
        "month" => 30.44 * 86400,
        "y" => 365.25 * 86400,
        _ => 1,
    };

    [GeneratedRegex(@"([0-9.]+)([a-zμ]*)")]
    private static partial Regex SpanPart();
}
