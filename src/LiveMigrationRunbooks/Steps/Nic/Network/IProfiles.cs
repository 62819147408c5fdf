using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>
/// How one network manager keeps interfaces over a reboot: what its files say, and what they must say. Reading takes the probe; writing
/// takes states alone.
/// </summary>
internal interface IProfiles
{
    string Manager { get; }

    /// <summary>Whether it has taken this interface over, now or at the next boot.</summary>
    bool Governs(NetworkReading reading, string device);

    Home Home(NetworkReading reading, string device);

    /// <summary>Why nothing may be kept for this interface: its profile is generated, shared with others, or none of these.</summary>
    IEnumerable<Refusal> Refuse(NetworkReading reading, string device);

    /// <summary>Addresses that the interface gets from files, with the file that says so.</summary>
    IEnumerable<(string Address, string Path)> Addresses(NetworkReading reading, string device);

    /// <summary>A file that sets the interface up for use by itself, with addresses or by asking for some; null where there is none.</summary>
    string? Configured(NetworkReading reading, string device);

    /// <summary>Whether it can take an address away that stands in this file.</summary>
    bool Takes(Home home, string path, bool only);

    ValueList<string> AddressFiles(Home home);

    IEnumerable<Command> WriteAddresses(Home home, ValueList<string> from, ValueList<string> to, bool only);

    VlanShape? Vlan(NetworkReading reading, string device, string parent);

    /// <summary>The files that make it, or with no shape, that are not there when it is gone.</summary>
    IEnumerable<ProfileFile> VlanFiles(Home home, Home parent, VlanShape? shape);

    BondShape? Bond(NetworkReading reading, string device, ValueList<string> members);

    IEnumerable<ProfileFile> BondFiles(Home home, ValueList<Home> members, BondShape? shape);

    /// <summary>A file of somebody else that makes the VLAN or the bond already, and says otherwise than is wanted.</summary>
    string? Foreign(NetworkReading reading, string device);

    /// <summary>Whether a VLAN is kept in the profile of its parent, which is then configured anew.</summary>
    bool TouchesParent { get; }

    /// <summary>Commands that make the manager take the files of these interfaces over, as they are by then.</summary>
    IEnumerable<Command> Reload(ValueList<Home> homes);
}

/// <summary>A VLAN as somebody keeps it. A parent that nobody names is "".</summary>
public sealed record VlanShape(string Parent, int Id, int? Mtu);

/// <summary>A bond as somebody keeps it; null is what neither kernel nor file says.</summary>
public sealed record BondShape(string Mode, ValueList<string> Members, string? LacpRate, string? Hash, int? Miimon, int? MinLinks, int? Mtu);
