using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>
/// systemd-networkd: drop-ins beside the .network file that governs an interface, and files of ours where none does. A drop-in counts for
/// every interface that its file matches, so only files for one interface are added to.
/// </summary>
internal sealed class Networkd : IProfiles
{
    private const string Root = "/etc/systemd/network/";
    private static readonly string s_reload = ShellText.Of("Steps/Nic/Network/networkd-reload.sh");

    public string Manager => "networkd";

    public bool TouchesParent => true;

    public bool Governs(NetworkReading reading, string device) =>
        reading.Of("networkd-state", device) is { } state && state != "unmanaged" || NetworkdFiles.Governing(reading, device) is { } file && NetworkdFiles.IsFor(file, device);

    public Home Home(NetworkReading reading, string device)
    {
        var path = NetworkdFiles.Governing(reading, device)?.Path;
        var home = new Home(Manager, device, path ?? Own(device, "network"), path is not null, false, "", []);
        return home with
        {
            Folder = reading.Told["folder"].Contains(Folder(home)),
            Ours = reading.File(DropIn(home, "address")) is { } ours ? [.. ours.All("Network", "Address").Where(each => each.Length > 0)] : [],
        };
    }

    public IEnumerable<Refusal> Refuse(NetworkReading reading, string device)
    {
        if (NetworkdFiles.Governing(reading, device) is not { } file) yield break;
        if (file.Generator is not null)
            yield return Governor.Generated(device, file, reading);
        else if (!NetworkdFiles.IsFor(file, device))
            yield return new Refusal("device", $"{file.Path} governs {device} and every other interface that it matches.", $"Give {device} a .network file of its own that sorts before it.");
    }

    public IEnumerable<(string Address, string Path)> Addresses(NetworkReading reading, string device)
    {
        var found = new List<(string Address, string Path)>();
        foreach (var file in NetworkdFiles.Profile(reading, device))
        {
            foreach (var line in file.Lines.Where(line => line is { Key: "Address", Section: "Network" or "Address" }))
            {
                // An empty assignment takes back what files before it gave.
                if (line.Value.Length == 0) found.Clear();
                else if (InterfaceAddress.Parse(line.Value) is { } address) found.Add((address.Text, file.Path));
            }
        }
        return found;
    }

    // What else a file asks for does not count once it names a bond.
    public string? Configured(NetworkReading reading, string device) => Addresses(reading, device).Select(each => each.Path).FirstOrDefault();

    public bool Takes(Home home, string path, bool only) => only || path == DropIn(home, "address");

    public ValueList<string> AddressFiles(Home home) => [.. home.Exists ? [] : new[] { home.Base }, DropIn(home, "address")];

    public IEnumerable<Command> WriteAddresses(Home home, ValueList<string> from, ValueList<string> to, bool only)
    {
        var kept = only ? [.. to] : home.Ours.Except(from.Except(to)).Concat(to.Except(from)).Distinct().ToList();
        var lines = (only ? new[] { "Address=" } : []).Concat(kept.Select(address => $"Address={address}"));
        return [.. Bases([home]), new ProfileFile(DropIn(home, "address"), kept.Count == 0 && !only ? null : Text("addresses", "Network", lines)).Write()];
    }

    public VlanShape? Vlan(NetworkReading reading, string device, string parent)
    {
        if (NetworkdFiles.NetDev(reading, device) is not { } file || file.Last("NetDev", "Kind") != "vlan") return null;
        var named = NetworkdFiles.Profile(reading, parent).SelectMany(each => each.All("Network", "VLAN")).SelectMany(each => each.Split(' ')).Contains(device);
        var started = NetworkdFiles.Governing(reading, device) is not null;
        return new VlanShape(named && started ? parent : "", Number(file, "VLAN", "Id") ?? 0, Number(file, "NetDev", "MTUBytes"));
    }

    public IEnumerable<ProfileFile> VlanFiles(Home home, Home parent, VlanShape? shape)
    {
        var lines = shape is null ? null : new[] { $"Name={home.Device}", "Kind=vlan" }.Concat(shape.Mtu is { } mtu ? [$"MTUBytes={mtu}"] : []);
        return
        [
            new(Own(home.Device, "netdev"), lines is null ? null : Text("a VLAN", "NetDev", lines) + $"\n[VLAN]\nId={shape?.Id}\n"),
            .. Base(home, shape is not null, made: true),
            .. Base(parent, shape is not null, made: false),
            new(DropIn(parent, $"vlan-{home.Device}"), shape is null ? null : Text($"its VLAN {home.Device}", "Network", [$"VLAN={home.Device}"])),
        ];
    }

    public BondShape? Bond(NetworkReading reading, string device, ValueList<string> members)
    {
        if (NetworkdFiles.NetDev(reading, device) is not { } file || file.Last("NetDev", "Kind") != "bond" || NetworkdFiles.Governing(reading, device) is null) return null;
        return new BondShape(
            file.Last("Bond", "Mode") ?? "balance-rr",
            [.. NetworkdFiles.MembersOf(reading, device, members)],
            file.Last("Bond", "LACPTransmitRate"),
            file.Last("Bond", "TransmitHashPolicy"),
            NetworkdFiles.Milliseconds(file.Last("Bond", "MIIMonitorSec")),
            Number(file, "Bond", "MinLinks"),
            Number(file, "NetDev", "MTUBytes"));
    }

    public IEnumerable<ProfileFile> BondFiles(Home home, ValueList<Home> members, BondShape? shape)
    {
        IEnumerable<string> netdev = [$"Name={home.Device}", "Kind=bond", .. Line("MTUBytes", shape?.Mtu)];
        IEnumerable<string> bond =
        [
            $"Mode={shape?.Mode}", .. Line("LACPTransmitRate", shape?.LacpRate), .. Line("TransmitHashPolicy", shape?.Hash),
            .. shape?.Miimon is { } miimon ? [$"MIIMonitorSec={miimon}ms"] : Array.Empty<string>(), .. Line("MinLinks", shape?.MinLinks),
        ];
        return
        [
            new(Own(home.Device, "netdev"), shape is null ? null : Text("a bond", "NetDev", netdev) + $"\n[Bond]\n{string.Join('\n', bond)}\n"),
            .. Base(home, shape is not null, made: true),
            .. members.SelectMany(member => Base(member, shape?.Members.Contains(member.Device) ?? false, made: false)),
            .. members.Select(member => new ProfileFile(DropIn(member, "bond"), shape?.Members.Contains(member.Device) ?? false
                ? Text($"its bond {home.Device}", "Network", [$"Bond={home.Device}", "LinkLocalAddressing=no"]) : null)),
        ];
    }

    public string? Foreign(NetworkReading reading, string device) =>
        NetworkdFiles.NetDev(reading, device) is { } file && file.Path != Own(device, "netdev") ? file.Path : null;

    // Its folder goes with the last drop-in, but only where lmr made it. In the end the address files are what networkd goes by.
    public IEnumerable<Command> Reload(ValueList<Home> homes) => [Command.Sh(s_reload, [.. homes.Where(home => !home.Folder).Select(Folder)])];

    private static IEnumerable<Command> Bases(IEnumerable<Home> homes) => homes.SelectMany(home => Base(home, wanted: true, made: false)).Select(file => file.Write());

    // A profile of somebody else is never touched. Ours goes with the interface that it is for, where that is one that lmr made.
    private static IEnumerable<ProfileFile> Base(Home home, bool wanted, bool made)
    {
        if (home.Base != Own(home.Device, "network") || (home.Exists && wanted)) yield break;
        if (wanted) yield return new(home.Base, $"# Kept by lmr: the profile that other settings are added to.\n[Match]\nName={home.Device}\n\n[Link]\nRequiredForOnline=no\n");
        else if (made || !home.Exists) yield return new(home.Base, null);
    }

    private static string Text(string what, string section, IEnumerable<string> lines) => $"# Kept by lmr: {what}.\n[{section}]\n{string.Join('\n', lines)}\n";

    private static IEnumerable<string> Line<T>(string key, T? value) => value is { } it ? [$"{key}={it}"] : [];

    private static string Own(string device, string form) => $"{Root}10-lmr-{device}.{form}";

    private static string Folder(Home home) => $"{Root}{home.Base[(home.Base.LastIndexOf('/') + 1)..]}.d";

    private static string DropIn(Home home, string what) => $"{Folder(home)}/lmr-{what}.conf";

    private static int? Number(ConfigFile file, string section, string key) => int.TryParse(file.Last(section, key), out var number) ? number : null;
}
