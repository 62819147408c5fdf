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
        answer.Find("cpus") is null ? null : LockManager().Match(answer.Find("qemuconf")?.Out ?? "").Groups[1].Value)
    {
        LockableKib = answer.Find("memlock") is { } memlock ? Lockable(memlock.Out) : null,
        Swtpm = answer.Find("swtpm") is { Succeeded: true } swtpm ? swtpm.Out.Trim() : null,
    };

    // Whoever has CAP_SYS_RESOURCE (capabilities(7): bit 24) raises any limit; without it only up to the hard one.
    private static long? Lockable(string text)
    {
        if (Capabilities().Match(text) is { Success: true } held && (long.Parse(held.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1L << 24)) != 0) return long.MaxValue;
        if (Locked().Match(text) is not { Success: true } limit) return null;
        return limit.Groups[1].Value == "unlimited" ? long.MaxValue : Number(limit) / 1024;
    }

    private static ValueMap<long> Pages(Section section) => section.Lines.Select(line => line.Split(' '))
        .Where(words => words.Length == 2 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(words => KeyValuePair.Create(words[0], long.Parse(words[1], CultureInfo.InvariantCulture))).ToValueMap();

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Max locked memory\s+\S+\s+(\d+|unlimited)", RegexOptions.Multiline)]
    private static partial Regex Locked();

    [GeneratedRegex(@"^CapEff:\s+([0-9a-f]+)", RegexOptions.Multiline)]
    private static partial Regex Capabilities();

    [GeneratedRegex(@"^Hugepagesize:\s+(\d+) kB", RegexOptions.Multiline)]
    private static partial Regex DefaultSize();

    [GeneratedRegex("^\\s*lock_manager\\s*=\\s*\"([^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex LockManager();
}
