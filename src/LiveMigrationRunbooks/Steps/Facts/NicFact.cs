using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>A network interface as the kernel tells it.</summary>
public sealed record NicFact(
    [property: Tells("Largest packet in bytes.")] int Mtu,
    [property: Tells("Its address; empty where it has none.")] string Mac,
    [property: Tells("As the kernel calls it: `up`, `down`, `unknown`.")] string State,
    [property: Tells("Its driver; empty where nobody tells.")] string Driver,
    [property: Tells("With their prefix lengths: `198.51.100.11/24`.")] ValueList<string> Addresses)
{
    [Tells("What the kernel calls its sort: `bond`, `bridge`, `vlan`, `tun`, `macvtap`; empty for a plain one.")]
    public string Kind { get; init; } = "";

    [Tells("The bond or bridge that it is a member of; empty where it is none.")]
    public string Master { get; init; } = "";

    [Tells("What it stands on: the parent of a VLAN, the members of a bond or bridge.")]
    public ValueList<string> Below { get; init; } = [];
}

/// <summary>The file system at one path.</summary>
public sealed record MountFact(
    [property: Tells("Whether it cannot be written.")] bool ReadOnly,
    [property: Tells("Free room in KiB; of file systems without a bound of their own that of what they lie on.")] long FreeKib);
