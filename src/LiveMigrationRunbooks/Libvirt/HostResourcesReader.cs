using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads what a host told of processors, huge pages and locks.</summary>
internal static partial class HostResourcesReader
{
    public static HostResources Read(SectionedAnswer answer) => new(
        answer.Find("cpus") is { Succeeded: true } cpus ? CpuSet.Read(cpus.Out.Trim()) : null,
        answer.Find("hugepages") is { Succeeded: true } pages ? Pages(pages) : null,
        answer.Find("meminfo") is { } memory && DefaultSize().Match(memory.Out) is { Success: true } size ? Number(size) : null,
        // A section that was not answered at all came from an older script; grep that finds nothing answers with 1.
        answer.Find("cpus") is null ? null : LockManager().Match(answer.Find("qemuconf")?.Out ?? "").Groups[1].Value);

    private static ValueMap<long> Pages(Section section) => section.Lines.Select(line => line.Split(' '))
        .Where(words => words.Length == 2 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(words => KeyValuePair.Create(words[0], long.Parse(words[1], CultureInfo.InvariantCulture))).ToValueMap();

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Hugepagesize:\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex DefaultSize();

    [GeneratedRegex("^\\s*lock_manager\\s*=\\s*\"([^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex LockManager();
}
