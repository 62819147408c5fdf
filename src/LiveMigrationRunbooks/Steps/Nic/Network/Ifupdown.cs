using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>
/// ifupdown, Debian's and Proxmox's: files of ours among those that /etc/network/interfaces sources. It has no daemon, so that nothing has to
/// take them over. VLANs and bonds are made by plain commands in them, which need no further package and do no harm when they are there.
/// </summary>
internal sealed class Ifupdown : IProfiles
{
    private const string Root = "/etc/network/interfaces";

    public string Manager => "ifupdown";

    public bool TouchesParent => false;

    public bool Governs(NetworkReading reading, string device) => Stanzas(reading).Any(each => each.Device == device);

    public Home Home(NetworkReading reading, string device)
    {
        var path = Own(device);
        var started = reading.Files.Where(file => file.Path.StartsWith(Root, StringComparison.Ordinal) && file.Path != AddressFile(path)).SelectMany(file => Stanza.Read(file).Started).Contains(device);
        return new(Manager, device, path, started, true, "", [.. Addresses(reading, device).Where(each => each.Path == AddressFile(path)).Select(each => each.Address)]);
    }

    public IEnumerable<Refusal> Refuse(NetworkReading reading, string device)
    {
        var sources = reading.File(Root)?.Raw.Select(line => line.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length == 2) ?? [];
        if (!sources.Any(words => words is ["source", $"{Root}.d/*" or "interfaces.d/*"] or ["source-directory", $"{Root}.d" or "interfaces.d"]))
            yield return new Refusal(null, $"{Root} sources no other files, and lmr does not write into it.", $"Add the line: source {Root}.d/*");
        foreach (var file in Stanzas(reading).Where(each => each.Device == device).Select(each => reading.File(each.Path)).OfType<ConfigFile>().Where(each => each.Generator is not null).Take(1))
        {
            yield return Governor.Generated(device, file, reading);
        }
    }

    public IEnumerable<(string Address, string Path)> Addresses(NetworkReading reading, string device) => Stanzas(reading)
        .Where(each => each.Device == device && each.Method == "static" && each.Address is not null).Select(each => (each.Address?.Text ?? "", each.Path));

    public string? Configured(NetworkReading reading, string device) => Stanzas(reading).FirstOrDefault(each => each.Device == device && each.Method != "manual")?.Path;

    public bool Takes(Home home, string path, bool only) => path == AddressFile(home.Base);

    public ValueList<string> AddressFiles(Home home) => [AddressFile(home.Base)];

    public IEnumerable<Command> WriteAddresses(Home home, ValueList<string> from, ValueList<string> to, bool only)
    {
        var kept = home.Ours.Except(from.Except(to)).Concat(to.Except(from)).Distinct().ToList();
        var stanzas = kept.Select(address => $"\niface {home.Device} {(address.Contains(':', StringComparison.Ordinal) ? "inet6" : "inet")} static\n    address {address}\n");
        var auto = home.Exists ? "" : $"auto {home.Device}\n";
        yield return new ProfileFile(AddressFile(home.Base), kept.Count == 0 ? null : $"# Kept by lmr: addresses of {home.Device}.\n{auto}{string.Concat(stanzas)}").Write();
    }

    public VlanShape? Vlan(NetworkReading reading, string device, string parent)
    {
        if (Maker(reading, device, "vlan") is { } stanza)
        {
            var words = stanza.Commands.First(line => Makes(line, "vlan"));
            return new(After(words, "link") ?? "", int.TryParse(After(words, "id"), out var id) ? id : 0, Mtu(stanza));
        }
        return Stanzas(reading).FirstOrDefault(each => each.Device == device && each.Last("vlan-raw-device") is not null) is { } other
            ? new(other.Last("vlan-raw-device") ?? "", Number(other.Last("vlan-id") ?? device[(device.LastIndexOf('.') + 1)..]) ?? 0, Mtu(other))
            : null;
    }

    public IEnumerable<ProfileFile> VlanFiles(Home home, Home parent, VlanShape? shape) => [new(home.Base, shape is null ? null : Text(
        home.Device, "a VLAN", shape.Mtu,
        $"ip link show dev {shape.Parent} >/dev/null 2>&1 || ifup {shape.Parent}",
        $"ip link show dev {home.Device} >/dev/null 2>&1 || ip link add link {shape.Parent} name {home.Device} type vlan id {shape.Id}"))];

    public BondShape? Bond(NetworkReading reading, string device, ValueList<string> members)
    {
        if (Maker(reading, device, "bond") is { } stanza)
        {
            var words = stanza.Commands.First(line => Makes(line, "bond"));
            var ports = stanza.Commands.Where(line => After(line, "master") == device).Select(line => After(line, "dev")).OfType<string>().Distinct();
            return new(After(words, "mode") ?? "", [.. ports.Order(StringComparer.Ordinal)], After(words, "lacp_rate"), After(words, "xmit_hash_policy"), Number(After(words, "miimon")), Number(After(words, "min_links")), Mtu(stanza));
        }
        if (Stanzas(reading).FirstOrDefault(each => each.Device == device && (each.Last("bond-mode") ?? each.Last("bond-slaves")) is not null) is not { } other) return null;
        return new(
            other.Last("bond-mode") ?? "balance-rr", [.. (other.Last("bond-slaves") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)],
            other.Last("bond-lacp-rate"), other.Last("bond-xmit-hash-policy"), Number(other.Last("bond-miimon")), Number(other.Last("bond-min-links")), Mtu(other));
    }

    public IEnumerable<ProfileFile> BondFiles(Home home, ValueList<Home> members, BondShape? shape) => [new(home.Base, shape is null ? null : Text(
        home.Device, "a bond", shape.Mtu,
        [
            $"ip link show dev {home.Device} >/dev/null 2>&1 || ip link add name {home.Device} type bond {string.Join(' ', BondOptions.Words(shape))}",
            .. shape.Members.Select(member => $"ip link show dev {member} | grep -q ' master {home.Device} ' || {{ ip link set dev {member} down && ip link set dev {member} master {home.Device}; }}"),
        ]))];

    public string? Foreign(NetworkReading reading, string device) => Stanzas(reading)
        .FirstOrDefault(each => each.Device == device && each.Path != Own(device) && each.Path != AddressFile(Own(device)) && (each.Last("vlan-raw-device") ?? each.Last("bond-mode") ?? each.Last("bond-slaves")) is not null)?.Path;

    public IEnumerable<Command> Reload(ValueList<Home> homes) => [];

    private static string Text(string device, string what, int? mtu, params string[] before)
    {
        IEnumerable<string> lines = [.. before, .. mtu is { } bytes ? [$"ip link set dev {device} mtu {bytes}"] : Array.Empty<string>()];
        return $"# Kept by lmr: {what}.\nauto {device}\niface {device} inet manual\n{string.Concat(lines.Select(line => $"    pre-up {line}\n"))}    up ip link set dev {device} up\n    post-down ip link del dev {device}\n";
    }

    private static IEnumerable<Stanza> Stanzas(NetworkReading reading) =>
        reading.Files.Where(file => file.Path.StartsWith(Root, StringComparison.Ordinal)).SelectMany(file => Stanza.Read(file).Stanzas);

    private static Stanza? Maker(NetworkReading reading, string device, string kind) => Stanzas(reading).FirstOrDefault(each => each.Device == device && each.Commands.Any(line => Makes(line, kind)));

    private static bool Makes(string[] words, string kind) => After(words, "type") == kind;

    private static int? Mtu(Stanza stanza) => Number(stanza.Last("mtu") ?? stanza.Commands.Select(line => After(line, "mtu")).OfType<string>().LastOrDefault());

    private static string? After(string[] words, string word) => words.Index().Where(each => each.Item == word).Select(each => words.ElementAtOrDefault(each.Index + 1)?.TrimEnd(';')).LastOrDefault();

    // Names that source-directory takes hold letters, digits, dashes and underscores only.
    private static string Own(string device) => $"{Root}.d/lmr-{device.Replace('.', '_')}";

    private static string AddressFile(string own) => own + "-address";

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;
}
