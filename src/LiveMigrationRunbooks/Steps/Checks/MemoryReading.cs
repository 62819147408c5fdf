using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What a host has to spare, and what its running guests may take, in KiB.</summary>
internal sealed record MemoryReading(string Host, long AvailableKib, long PageKib, long Pages, long FreePages, ValueList<(string Name, long Kib)> Guests)
{
    /// <param name="answers"><c>/proc/meminfo</c>, and where it was asked <c>virsh domstats --balloon --list-active</c>.</param>
    public static MemoryReading Of(string host, Answers answers)
    {
        var told = answers[0].Lines.Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim().Split(' ')[0], StringComparer.Ordinal);
        return new(
            host, Number(told["MemAvailable"].FirstOrDefault()) ?? throw new FormatException("/proc/meminfo has no MemAvailable"),
            Number(told["Hugepagesize"].FirstOrDefault()) ?? 0, Number(told["HugePages_Total"].FirstOrDefault()) ?? 0, Number(told["HugePages_Free"].FirstOrDefault()) ?? 0,
            answers.Results.Count > 1 ? [.. GuestsIn(answers[1].Lines)] : []);
    }

    private static IEnumerable<(string Name, long Kib)> GuestsIn(IEnumerable<string> lines)
    {
        var name = "";
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("Domain: '", StringComparison.Ordinal)) name = line["Domain: '".Length..].TrimEnd('\'');
            else if (line.StartsWith("balloon.maximum=", StringComparison.Ordinal) && Number(line["balloon.maximum=".Length..]) is { } kib) yield return (name, kib);
        }
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
