using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>Where a network of guests leads.</summary>
public enum NetworkForward
{
    Isolated,
    Nat,
    Route,
    Open,
    Bridge,
}

[StepKind("libvirt.network", "Keeps a network of libvirt: its definition, whether it is active, and whether it starts at boot.")]
[Risks("In effect at once, and kept in /etc/libvirt/qemu/networks. With nat and route libvirt adds rules to the host's firewall.", Disturbs = "Guests on a network that must be stopped, if only to start as it is defined, lose it: refused while there are any, unless the step may disturb them.", Rollback = "Rollback brings back the definition byte for byte, or its absence, and what was active.")]
public sealed record LibvirtNetwork(
    [Argument("The network's name; the same on all hosts between which guests move.", Pattern = LibvirtObject.NamePattern, PatternWords = LibvirtObject.NameWords, Example = "guests")] string Name,
    [Argument("Where it leads; bridge puts guests on a bridge that the host has.", Example = "bridge")] NetworkForward? Forward = null,
    [Argument("The bridge: that of the host, or what libvirt calls its own.", Pattern = "[A-Za-z0-9_.-]{1,15}", PatternWords = "the name of an interface", Example = "br0")] string? Bridge = null,
    [Argument("The interface through which it leads out; any when not given.", Pattern = "[A-Za-z0-9_.-]{1,15}", PatternWords = "the name of an interface", Example = "eth1")] string? Device = null,
    [Argument("The host's addresses on it, each with the length of its prefix.", Example = "[192.0.2.1/24]")] ValueList<string>? Addresses = null,
    [Argument("The first and last address that guests are given.", Example = "192.0.2.100-192.0.2.199")] string? Dhcp = null,
    [Argument("Whether libvirt answers names for its guests.")] Switch? Dns = null,
    [Argument("The largest packet on it, in bytes.", Min = 68, Max = 65535)] int? Mtu = null,
    [Argument("Whether it is active.")] bool Active = true,
    [Argument("Whether it starts with libvirt.")] bool Autostart = true,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : LibvirtObject, ISelfChecked
{
    private protected override Wish Asked => new("net", Name, "/etc/libvirt/qemu/networks", State, Active, Autostart);

    private protected override ValueMap<string> AskedParts => NetworkXml.Parts(this);

    private protected override IEnumerable<KeyValuePair<string, string>> PartsOf(XElement definition) => NetworkXml.Read(definition);

    private protected override XElement Edited(XElement? definition) => NetworkXml.Edit(definition, Name, AskedParts);

    // A bridge of the host is a file here.
    private protected override string? StandsOn => Forward == NetworkForward.Bridge && Bridge is not null ? $"/sys/class/net/{Bridge}" : null;

    // With leave, guests lose it.
    private protected override ValueList<string> UsedAs(ObjectState state) => [];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (State == Existence.Absent)
        {
            if (NetworkXml.Parts(this).Count > 0) yield return ("state", "A network that shall be absent leads nowhere.", "Remove the other arguments but name, or remove state: absent.");
            yield break;
        }
        if (Forward is not { } forward)
        {
            yield return ("forward", "It is not said where the network leads.", "Add forward: isolated, nat, route, open or bridge.");
            yield break;
        }
        foreach (var wrong in NetworkXml.Wrong(this, forward)) yield return wrong;
    }

    protected override IEnumerable<Disturbance> Disturbs(Dual<ObjectState> now, Dual<ObjectState> want, Scene scene) =>
        IsStopped(now.Persisted, want.Persisted) && now.Persisted.It?.Guests is { Count: > 0 } guests
            ? [new Disturbance(Disturbed.Guests, $"{string.Join(", ", guests)} {(guests.Count == 1 ? "loses" : "lose")} the network {Name} when it is stopped.")] : [];

    private protected override IEnumerable<Refusal> Refuse(Value<ObjectState> now, Value<ObjectState> want, ObjectReading reading, Scene scene)
    {
        if (want.It is not null && Active && StandsOn is { } bridge && reading.IsAbsent(bridge))
            yield return new Refusal("bridge", $"{scene.Host} has no bridge {Bridge}, and libvirt drops such a network when it starts.", "Make the bridge first, or say active: false.");
        // libvirtd 9.0 dies of a segmentation fault at each start while such a network is active and dnsmasq is not there.
        if (want.It is not null && Active && Forward != NetworkForward.Bridge && !reading.Has("dnsmasq"))
            yield return new Refusal(null, $"libvirt serves its own networks by dnsmasq, which {scene.Host} does not have, and without it may not start again while one is active.", "Install dnsmasq-base (dnsmasq) there, or say active: false.");
    }
}
