using System.Globalization;
using System.Net;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>A host that takes no guests for now: why, and until which day (null: until the entry is removed).</summary>
public sealed record Parked(string Reason, DateOnly? Until);

/// <summary>
/// The keys of a host that are our own. <paramref name="MigrationAddress"/> is where it receives guests,
/// <paramref name="MemoryReserve"/> how
/// many bytes stay free for the host itself, <paramref name="MigrationSpeed"/> the bytes a second of its own link, and
/// <paramref name="Uplink"/> the name of the link it shares with others (see <see cref="Inventories.Uplink"/>); null and empty where the
/// inventory does not say.
/// </summary>
public sealed record HostSettings(IPAddress? MigrationAddress, long? MemoryReserve, IReadOnlyDictionary<string, string> Labels,
    Parked? Parked, long? MigrationSpeed = null, string? Uplink = null)
{
    /// <summary>Reads what is right; what is wrong goes to the findings and counts as not set.</summary>
    public static HostSettings Of(Inventory inventory, InventoryHost host, Findings findings)
    {
        var (variables, expect) = (inventory.Variables(host), new YamlExpect(findings));
        return new HostSettings(
            variables.Use("migration_address", findings) is { } address ? Address(address, expect, findings) : null,
            variables.Use("memory_reserve", findings) is { } reserve ? Size(reserve, expect, findings) : null,
            variables.Use("labels", findings) is { } labels ? Words(labels, expect) : new Dictionary<string, string>(),
            variables.Use("parked", findings) is { } parked ? Parking(parked, expect, findings) : null,
            variables.Use("migration_speed", findings) is { } speed ? Rate(speed, expect, findings) : null,
            variables.Use("uplink", findings) is { } uplink ? UplinkName(uplink, inventory, expect, findings) : null);
    }

    /// <summary>Whether the host is parked, without reading what else it says.</summary>
    internal static Parked? ParkedOf(Inventory inventory, InventoryHost host, Findings findings) =>
        inventory.Variables(host).Use("parked", findings) is { } parked ? Parking(parked, new YamlExpect(findings), findings) : null;

    internal static long? Rate(YamlNode node, YamlExpect expect, Findings findings)
    {
        if (expect.Text(node) is not { } text) return null;
        if (!Quantity.TryRate(text, out var rate, out var problem)) findings.Add(ConnectionProblems.BadQuantity(node.Span, problem));
        else if (rate == 0) findings.Add(ConnectionProblems.BadQuantity(node.Span, "Nothing would ever arrive."));
        else return rate;
        return null;
    }

    private static string? UplinkName(YamlNode node, Inventory inventory, YamlExpect expect, Findings findings)
    {
        if (expect.Text(node) is not { } name) return null;
        var known = Inventories.Uplink.Names(inventory);
        if (known.Contains(name)) return name;
        findings.Add(ConnectionProblems.UnknownUplink(node.Span, name, known));
        return null;
    }

    private static IPAddress? Address(YamlNode node, YamlExpect expect, Findings findings)
    {
        if (expect.Text(node) is not { } text) return null;
        // TryParse also takes '10' and '0x7f.1', which nobody means.
        if (IPAddress.TryParse(text, out var address) && (text.Contains(':') || text.Count(letter => letter == '.') == 3)
            && !text.Contains('[')) return address;
        findings.Add(ConnectionProblems.NotAnIp(node.Span, text));
        return null;
    }

    private static long? Size(YamlNode node, YamlExpect expect, Findings findings)
    {
        if (expect.Text(node) is not { } text) return null;
        if (Quantity.TrySize(text, out var bytes, out var problem)) return bytes;
        findings.Add(ConnectionProblems.BadQuantity(node.Span, problem));
        return null;
    }

    private static Dictionary<string, string> Words(YamlNode node, YamlExpect expect)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in expect.Mapping(node)?.Entries ?? [])
            if (expect.Text(value) is { } text) words[key.Text] = text;
        return words;
    }

    private static Parked? Parking(YamlNode node, YamlExpect expect, Findings findings)
    {
        if (expect.Mapping(node) is not { } mapping) return null;
        expect.UnknownKeys(mapping, "reason", "until");
        var reason = expect.Required(mapping, "reason") is { } given ? expect.Text(given) : null;
        DateOnly? until = null;
        if (mapping["until"] is { } day && expect.Text(day) is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) until = date;
            else findings.Add(ConnectionProblems.BadDate(day.Span, text));
        }

        // A host whose entry is half wrong is still meant to be left alone.
        return new Parked(reason ?? "", until);
    }
}
