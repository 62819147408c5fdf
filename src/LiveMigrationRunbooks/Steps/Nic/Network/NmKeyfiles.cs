using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>
/// NetworkManager: addresses go into the keyfile of the interface's connection by nmcli, which knows the form; VLANs and bonds get keyfiles
/// of their own. Keyfiles hold passwords, so that they are only ever read in part, and never rewritten by lmr.
/// </summary>
internal sealed class NmKeyfiles : IProfiles
{
    private const string Root = "/etc/NetworkManager/system-connections/";
    private static readonly string s_address = ShellText.Of("Steps/Nic/Network/nm-address.sh");
    private static readonly string s_reload = ShellText.Of("Steps/Nic/Network/nm-reload.sh");

    public string Manager => "NetworkManager";

    public bool TouchesParent => false;

    // State 10 is "unmanaged": its own configuration leaves the interface to somebody else.
    public bool Governs(NetworkReading reading, string device) =>
        Keyfile(reading, device) is not null || (reading.Of("nm-state", device) is { Length: > 0 } state && !state.StartsWith("10 ", StringComparison.Ordinal));

    public Home Home(NetworkReading reading, string device)
    {
        var file = Keyfile(reading, device);
        return new(Manager, device, file?.Path ?? Own(device), file is not null, true, file is null ? "" : NameOf(file), [.. Addresses(reading, device).Select(each => each.Address)]);
    }

    public IEnumerable<Refusal> Refuse(NetworkReading reading, string device)
    {
        var state = reading.Of("nm-state", device) ?? "";
        if (Keyfile(reading, device) is { } file)
        {
            if (file.Generator is not null) yield return Governor.Generated(device, file, reading);
            else if (NameOf(file).Length == 0) yield return new Refusal("device", $"{file.Path} has neither uuid nor id.", "Let NetworkManager write it: `nmcli connection modify`.");
        }
        else if (state.StartsWith("10 ", StringComparison.Ordinal) && !IsExternal(state))
        {
            yield return new Refusal("device", $"NetworkManager runs here and is told to leave {device} alone.", "Give it to NetworkManager, or leave this host out.");
        }
        else if (Active(reading, device) is var (uuid, path) && !IsExternal(state))
        {
            yield return path.StartsWith(Root, StringComparison.Ordinal)
                ? new Refusal("device", $"{path} governs {device}, and every other interface that it fits.", $"Set connection.interface-name {device} in it.")
                : new Refusal("device", $"{device} has the connection {uuid}, which is kept in {(path.Length > 0 ? path : "no file")}.", "Give it a connection of its own in a keyfile: `nmcli connection add` or `migrate`.");
        }
    }

    public IEnumerable<(string Address, string Path)> Addresses(NetworkReading reading, string device) => Keyfile(reading, device) is { } file
        ? file.Lines.Where(line => line.Section is "ipv4" or "ipv6" && line.Key.StartsWith("address", StringComparison.Ordinal))
            .Select(line => InterfaceAddress.Parse(line.Value.Split(',')[0])).OfType<InterfaceAddress>().Select(each => (each.Text, file.Path))
        : [];

    public string? Configured(NetworkReading reading, string device) => Addresses(reading, device).Select(each => each.Path).FirstOrDefault();

    public bool Takes(Home home, string path, bool only) => true;

    public ValueList<string> AddressFiles(Home home) => [home.Base];

    public IEnumerable<Command> WriteAddresses(Home home, ValueList<string> from, ValueList<string> to, bool only)
    {
        var kept = home.Ours.Except(from.Except(to)).Concat(to.Except(from)).Distinct().ToList();
        string Of(bool six) => string.Join(',', kept.Where(each => each.Contains(':', StringComparison.Ordinal) == six));
        yield return Command.Sh(s_address, home.Base, home.Profile.Length > 0 ? home.Profile : $"lmr-{home.Device}", Of(false), Of(true), home.Exists ? "" : Text(home.Device, "ethernet") + Ip("disabled", "link-local"));
    }

    public VlanShape? Vlan(NetworkReading reading, string device, string parent) => Keyfile(reading, device) is { } file && file.Last("connection", "type") == "vlan"
        ? new VlanShape(file.Last("vlan", "parent") ?? "", Number(file.Last("vlan", "id")) ?? 0, Number(file.Last("ethernet", "mtu")))
        : null;

    public IEnumerable<ProfileFile> VlanFiles(Home home, Home parent, VlanShape? shape) =>
    [
        new(home.Base, shape is null ? null
            : Text(home.Device, "vlan") + Mtu(shape.Mtu) + $"[vlan]\nflags=1\nid={shape.Id}\nparent={shape.Parent}\n\n" + Ip("disabled", "link-local"), "0600"),
    ];

    public BondShape? Bond(NetworkReading reading, string device, ValueList<string> members)
    {
        if (Keyfile(reading, device) is not { } file || file.Last("connection", "type") != "bond") return null;
        var names = new[] { device, file.Last("connection", "uuid"), file.Last("connection", "id") };
        var ports = Keyfiles(reading).Where(each => names.Contains(each.Last("connection", "master") ?? each.Last("connection", "controller") ?? "none"));
        return new BondShape(
            file.Last("bond", "mode") ?? "balance-rr",
            [.. ports.Select(each => each.Last("connection", "interface-name")).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            file.Last("bond", "lacp_rate"),
            file.Last("bond", "xmit_hash_policy"),
            Number(file.Last("bond", "miimon")),
            Number(file.Last("bond", "min_links")),
            Number(file.Last("ethernet", "mtu")));
    }

    public IEnumerable<ProfileFile> BondFiles(Home home, ValueList<Home> members, BondShape? shape)
    {
        var options = shape is null ? [] : new[] { ("mode", shape.Mode), ("lacp_rate", shape.LacpRate), ("xmit_hash_policy", shape.Hash), ("miimon", $"{shape.Miimon}"), ("min_links", $"{shape.MinLinks}") };
        return
        [
            new(home.Base, shape is null ? null
                : Text(home.Device, "bond") + Mtu(shape.Mtu) + $"[bond]\n{string.Concat(options.Where(each => each.Item2 is { Length: > 0 }).Select(each => $"{each.Item1}={each.Item2}\n"))}\n" + Ip("disabled", "link-local"), "0600"),
            // Before the member's own connection, which stays where it is and is not used.
            .. members.Select(member => new ProfileFile(Own(member.Device), shape?.Members.Contains(member.Device) ?? false
                ? Text(member.Device, "ethernet", $"autoconnect-priority=100\nmaster={home.Device}\nslave-type=bond\n") : null, "0600")),
        ];
    }

    public string? Foreign(NetworkReading reading, string device) => Keyfile(reading, device) is { } file && file.Path != Own(device) ? file.Path : null;

    // Members get keyfiles of their own; what they are now is not touched.
    public IEnumerable<Command> Reload(ValueList<Home> homes) =>
        [Command.Sh(s_reload, [homes[0].Base, homes[0].Device, .. homes.Skip(1).SelectMany(home => new[] { Own(home.Device), "" })])];

    // The connection that is active on it, else one that names it.
    private static ConfigFile? Keyfile(NetworkReading reading, string device)
    {
        var named = Keyfiles(reading).Where(file => file.Last("connection", "interface-name") == device).ToList();
        var uuid = Active(reading, device)?.Uuid;
        return named.FirstOrDefault(file => file.Last("connection", "uuid") == uuid) ?? named.FirstOrDefault(file => file.Path.StartsWith(Root, StringComparison.Ordinal));
    }

    private static IEnumerable<ConfigFile> Keyfiles(NetworkReading reading) => reading.Files.Where(file => file.Path.Contains("/NetworkManager/system-connections/", StringComparison.Ordinal));

    private static (string Uuid, string Path)? Active(NetworkReading reading, string device)
    {
        if (reading.Of("nm-state", device)?.Split(' ')[^1] is not { Length: 36 } uuid) return null;
        var line = reading.Told["nm-profile"].FirstOrDefault(each => each.StartsWith(uuid + ":", StringComparison.Ordinal))?.Split(':', 3);
        return (uuid, line is [_, _, var path] ? path : "");
    }

    // Keyfiles of ours have no uuid until NetworkManager writes them anew.
    private static string NameOf(ConfigFile file) => file.Last("connection", "uuid") ?? file.Last("connection", "id") ?? "";

    private static bool IsExternal(string state) => state.Contains("external", StringComparison.Ordinal);

    private static string Own(string device) => $"{Root}lmr-{device}.nmconnection";

    // Without a uuid NetworkManager makes one from the file's name, the same at each start.
    private static string Text(string device, string type, string more = "") => $"[connection]\nid=lmr-{device}\ntype={type}\ninterface-name={device}\n{more}\n";

    private static string Mtu(int? mtu) => mtu is { } bytes ? $"[ethernet]\nmtu={bytes}\n\n" : "";

    private static string Ip(string four, string six) => $"[ipv4]\nmethod={four}\n\n[ipv6]\nmethod={six}\n";

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;
}
