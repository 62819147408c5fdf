using System.Globalization;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// A link that several hosts share on their way to others, such as the one out of a rack: its speed in bytes a second, and how many hundredths
/// of it guests on the move may take. Uplinks are described once, in the variable <c>uplinks</c> of the group <c>all</c>, where Ansible passes
/// over them; hosts and groups say by <c>uplink: NAME</c> which one is theirs.
/// </summary>
public sealed record Uplink(string Name, long Speed, int Percent)
{
    /// <summary>All uplinks by name; what is wrong with one is told, and it is left out.</summary>
    public static IReadOnlyDictionary<string, Uplink> Of(Inventory inventory, Findings findings)
    {
        var uplinks = new SortedDictionary<string, Uplink>(StringComparer.Ordinal);
        foreach (var entry in Elsewhere(inventory)) findings.Add(ConnectionProblems.UplinksElsewhere(entry.Key.Span));
        if (Described(inventory) is not { } described) return uplinks;
        var expect = new YamlExpect(findings);
        foreach (var (key, value) in expect.Mapping(described)?.Entries ?? [])
            if (Read(key.Text, value, expect, findings) is { } uplink) uplinks[key.Text] = uplink;
        return uplinks;
    }

    /// <summary>The names alone, for hosts that point at them.</summary>
    internal static IReadOnlyList<string> Names(Inventory inventory) =>
        Described(inventory) is YamlMapping mapping ? [.. mapping.Entries.Select(entry => entry.Key.Text)] : [];

    private static YamlNode? Described(Inventory inventory) =>
        inventory.SetsOf(inventory.Groups["all"]).Select(set => set.Values["uplinks"]).LastOrDefault(value => value is not null);

    private static IEnumerable<YamlEntry> Elsewhere(Inventory inventory) =>
        inventory.Sets.Except(inventory.SetsOf(inventory.Groups["all"])).Select(set => set.Values.Entry("uplinks")).OfType<YamlEntry>();

    private static Uplink? Read(string name, YamlNode node, YamlExpect expect, Findings findings)
    {
        if (expect.Mapping(node) is not { } mapping) return null;
        expect.UnknownKeys(mapping, "speed", "share");
        if (expect.Required(mapping, "speed") is not { } written || HostSettings.Rate(written, expect, findings) is not { } speed) return null;
        var percent = 100;
        if (mapping["share"] is { } share && expect.Text(share) is { } text)
        {
            if (Quantity.TryShare(text, out var given, out _) && given.Percent is > 0 and var value) percent = value;
            else findings.Add(ConnectionProblems.NotAPercentage(share.Span, text));
        }

        return new Uplink(name, speed, percent);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Quantity.TextOfRate(Speed)}, {Percent}%");
}
