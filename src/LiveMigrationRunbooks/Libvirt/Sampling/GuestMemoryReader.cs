using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>Reads <c>domstats --raw</c>: what guests have in use, and what QEMU knows of how they write to it.</summary>
public static class GuestMemoryReader
{
    private const string Measured = "2";

    /// <summary>What a host tells with everything else; null where it does not (libvirt before 7.2 knows no dirty rates).</summary>
    internal static GuestMemory? Read(SectionedAnswer answer, string name)
    {
        if (answer.Find("domstats") is not { Succeeded: true } section || Domains(section.Out).GetValueOrDefault(name) is not { } fields) return null;
        return Sizes(fields, null) with { Samples = Sample(fields, Uptime(answer)) is { } kept ? [kept] : [] };
    }

    /// <summary>What the script that measures told, by UUID. A guest that it does not tell of is not in there.</summary>
    public static ValueMap<GuestMemory> ReadMeasured(CommandResult result, IEnumerable<GuestReading> guests)
    {
        var answer = SectionedAnswer.Read(result);
        var uptime = Uptime(answer);
        var sizes = answer.Find("domstats") is { Succeeded: true } balloon ? Domains(balloon.Out) : [];
        var windows = answer.Sections.Where(section => section is { Name: "window", Succeeded: true }).Select(section => Domains(section.Out)).ToList();
        return guests.Select(guest => KeyValuePair.Create(guest.Uuid, Measurement(guest))).ToValueMap();

        GuestMemory Measurement(GuestReading guest)
        {
            var touched = answer.Find("touched", guest.Uuid) is { Succeeded: true } pages && Number(pages.Out.Trim()) is > 0 and var kib ? kib : (long?)null;
            var memory = Sizes(sizes.GetValueOrDefault(guest.Name) ?? [], touched);
            ValueList<DirtySample> samples = [.. windows.Select(window => window.GetValueOrDefault(guest.Name)).OfType<Dictionary<string, string>>().Select(fields => Sample(fields, uptime)).OfType<DirtySample>()];
            return samples.Count > 0 ? memory with { Samples = samples, IsMeasured = true } : memory with { NotMeasured = Why(guest) };
        }

        string Why(GuestReading guest) => answer.Broken
            ?? answer.Sections.FirstOrDefault(section => section is { Name: "calc", Succeeded: false } && section.About.StartsWith(guest.Uuid, StringComparison.Ordinal))?.Complaint
            ?? "QEMU did not end its measurement in time";
    }

    private static GuestMemory Sizes(Dictionary<string, string> fields, long? touched) =>
        new(Number(fields.GetValueOrDefault("balloon.current")), Number(fields.GetValueOrDefault("balloon.rss")), touched, []);

    private static DirtySample? Sample(Dictionary<string, string> fields, double? uptime)
    {
        if (fields.GetValueOrDefault("dirtyrate.calc_status") != Measured) return null;
        if (Number(fields.GetValueOrDefault("dirtyrate.calc_period")) is not (> 0 and var period) || Number(fields.GetValueOrDefault("dirtyrate.megabytes_per_second")) is not (>= 0 and var rate)) return null;
        // QEMU's clock began to run when the host did.
        var age = uptime is { } now && Number(fields.GetValueOrDefault("dirtyrate.calc_start_time")) is { } start ? (long)Math.Max(0, now - start - period) : (long?)null;
        return new DirtySample(period, rate, age, fields.GetValueOrDefault("dirtyrate.calc_mode", ""));
    }

    private static double? Uptime(SectionedAnswer answer) =>
        double.TryParse(answer.Find("uptime")?.Out.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    // "Domain: 'NAME'", then its fields, indented.
    private static Dictionary<string, Dictionary<string, string>> Domains(string text)
    {
        var domains = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? fields = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("Domain: '", StringComparison.Ordinal) && line.EndsWith('\'')) domains[line["Domain: '".Length..^1]] = fields = new Dictionary<string, string>(StringComparer.Ordinal);
            else if (line.Trim().Split('=', 2) is [var key, var value]) fields?[key] = value;
        }
        return domains;
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
