using System.Globalization;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>What a host kept of one look at how a guest writes to its memory (<c>guest-sample.sh</c>).</summary>
/// <param name="At">When it ended, in seconds since 1970, by the host's clock.</param>
/// <param name="Windows">One for each window; without an age.</param>
/// <param name="TouchedKib">What of the guest's memory was in use; null where that could not be told.</param>
public sealed record GuestSampling(string Uuid, long At, HourOfWeek Hour, ValueList<DirtySample> Windows, long? TouchedKib)
{
    /// <summary>For people. Windows of the same length stand side by side: they differ by what the guest does and by what sampling misses.</summary>
    [JsonIgnore]
    public string Told => "writes " + string.Join(", ", Windows.GroupBy(window => window.PeriodSeconds).Select(span => $"{string.Join(" and ", span.Select(window => $"{window.MibPerSecond}"))} MiB/s over {span.Key}s"))
        + (TouchedKib is { } kib ? $", {kib >> 10} MiB in use" : "") + $"; kept for {Hour}";

    /// <summary>Reads the lines <c>UUID TIME HOUR WINDOWS TOUCHED</c> that the read script picked; what is no such line says nothing.</summary>
    public static ValueList<GuestSampling> Read(IEnumerable<string> lines) => [.. lines.Select(line => Of(line.Split(' '))).OfType<GuestSampling>()];

    internal static GuestSampling? Of(ReadOnlySpan<string> words) => words is [var uuid, var time, var hour, var windows, var touched]
        && Number(time) is { } at && HourOfWeek.Parse(hour) is { } known && Number(touched) is { } kib && All(windows) is { Count: > 0 } samples
            ? new GuestSampling(uuid, at, known, samples, kib > 0 ? kib : null) : null;

    // Half of them would tell another speed than all.
    private static ValueList<DirtySample>? All(string text)
    {
        var windows = text.Split(',').Select(window => window.Split(':')).Select(parts => parts is [var seconds, var rate] && Number(seconds) is > 0 and var period && Number(rate) is { } mib
            ? new DirtySample(period, mib, null, "page-sampling") : null).ToList();
        return windows.Contains(null) ? null : [.. windows.OfType<DirtySample>()];
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
