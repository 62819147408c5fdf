using System.Net;
using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Nic;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>The definition of a network, as libvirt's <c>formatnetwork</c> describes it: its parts read, and written into what is there.</summary>
internal static class NetworkXml
{
    public static string Word(NetworkForward forward) => forward.ToString().ToLowerInvariant();

    /// <summary>The parts that a step asks for.</summary>
    public static ValueMap<string> Parts(LibvirtNetwork network) => new (string Name, string? Value)[]
    {
        ("forward", network.Forward is { } forward ? Word(forward) : null), ("device", network.Device), ("bridge", network.Bridge),
        ("addresses", network.Addresses is { Count: > 0 } addresses ? string.Join(',', addresses.Select(Spelled)) : null),
        ("dhcp", network.Dhcp), ("dns", network.Dns is { } dns ? dns == Switch.On ? "on" : "off" : null), ("mtu", network.Mtu is { } mtu ? $"{mtu}" : null),
    }.Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value ?? "")).ToValueMap();

    public static IEnumerable<KeyValuePair<string, string>> Read(XElement network) => new (string Name, string? Value)[]
    {
        ("forward", network.Element("forward") is { } forward ? forward.Attribute("mode")?.Value ?? "nat" : "isolated"),
        ("device", network.Element("forward")?.Attribute("dev")?.Value),
        ("bridge", network.Element("bridge")?.Attribute("name")?.Value),
        ("addresses", string.Join(',', network.Elements("ip").Select(Address))),
        ("dhcp", network.Elements("ip").Elements("dhcp").Elements("range").Select(range => $"{range.Attribute("start")?.Value}-{range.Attribute("end")?.Value}").FirstOrDefault()),
        ("dns", network.Element("dns")?.Attribute("enable")?.Value == "no" ? "off" : "on"),
        ("mtu", network.Element("mtu")?.Attribute("size")?.Value),
    }.Where(part => part.Value is { Length: > 0 }).Select(part => KeyValuePair.Create(part.Name, part.Value ?? ""));

    public static XElement Edit(XElement? found, string name, ValueMap<string> asked)
    {
        var network = found is null ? new XElement("network", new XElement("name", name)) : new XElement(found);
        // What the network had besides, its UUID and the bridge's address among them, stays.
        foreach (var (part, value) in asked.OrderBy(part => part.Key != "forward").Where(part => Read(network).FirstOrDefault(had => had.Key == part.Key).Value != part.Value))
        {
            switch (part)
            {
                case "forward" when value == "isolated": network.Elements("forward").Remove(); break;
                case "forward": Child(network, "forward").SetAttributeValue("mode", value); break;
                case "device":
                    Child(network, "forward").SetAttributeValue("dev", value);
                    network.Element("forward")?.Elements("interface").Remove();
                    break;
                case "bridge": Child(network, "bridge").SetAttributeValue("name", value); break;
                case "addresses":
                    network.Elements("ip").Where(ip => !value.Split(',').Contains(Address(ip))).Remove();
                    network.Add(value.Split(',').Except(network.Elements("ip").Select(Address)).Select(Ip));
                    break;
                case "dns": Child(network, "dns").SetAttributeValue("enable", value == "on" ? "yes" : "no"); break;
                case "mtu": Child(network, "mtu").SetAttributeValue("size", value); break;
            }
        }
        if (asked.GetValueOrDefault("dhcp") is { } range && network.Elements("ip").FirstOrDefault(ip => Address(ip).Contains('.', StringComparison.Ordinal)) is { } first)
        {
            var dhcp = Child(first, "dhcp");
            dhcp.Elements("range").Remove();
            dhcp.AddFirst(new XElement("range", new XAttribute("start", range.Split('-')[0]), new XAttribute("end", range.Split('-')[1])));
        }
        return network;
    }

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(LibvirtNetwork network, NetworkForward forward)
    {
        if (forward == NetworkForward.Bridge)
        {
            if (network.Bridge is null) yield return ("bridge", "Guests are put on a bridge of the host, and none is named.", "Add bridge: the bridge that the host has.");
            foreach (var (argument, given) in new[] { ("device", network.Device is not null), ("addresses", network.Addresses is { Count: > 0 }), ("dhcp", network.Dhcp is not null), ("dns", network.Dns is not null), ("mtu", network.Mtu is not null) })
                if (given) yield return (argument, "The bridge is the host's, and libvirt gives it nothing.", "Remove it, or give it to the bridge itself.");
            yield break;
        }
        if (forward == NetworkForward.Isolated && network.Device is not null) yield return ("device", "An isolated network leads nowhere.", "Remove it, or say forward: nat or route.");
        foreach (var address in network.Addresses ?? [])
            if (InterfaceAddress.WhyNot(address) is { } why) yield return ("addresses", why, "Write it as 192.0.2.1/24.");
        if (forward != NetworkForward.Isolated && network.Addresses is not { Count: > 0 })
            yield return ("addresses", $"Guests of a network with forward: {Word(forward)} reach others by the host's address on it, and none is given.", "Add addresses: [192.0.2.1/24].");
        if (network.Dhcp is not { } dhcp) yield break;
        var net = (network.Addresses ?? []).Select(InterfaceAddress.Parse).FirstOrDefault(address => address is { IsSix: false });
        if (dhcp.Split('-') is not [var start, var end] || !IPAddress.TryParse(start, out var from) || !IPAddress.TryParse(end, out var to) || Number(from) > Number(to))
            yield return ("dhcp", $"'{dhcp}' is no range of addresses.", "Write its first and last address: 192.0.2.100-192.0.2.199.");
        else if (net is null || !In(net, from) || !In(net, to))
            yield return ("dhcp", $"{dhcp} does not lie in the network of an address of it.", "Take it from the network that addresses names.");
    }

    private static bool In(InterfaceAddress network, IPAddress ip) => network.Prefix == 0 || (Number(network.Ip) >> (32 - network.Prefix)) == (Number(ip) >> (32 - network.Prefix));

    private static uint Number(IPAddress ip) => ip.GetAddressBytes() is { Length: 4 } bytes ? BitConverter.ToUInt32([.. bytes.Reverse()]) : 0;

    private static string Spelled(string address) => InterfaceAddress.Parse(address)?.Text ?? address;

    // The length of the prefix, or a netmask, or neither: then the class of the address, of which nothing is known here.
    private static string Address(XElement ip) => $"{ip.Attribute("address")?.Value}/{ip.Attribute("prefix")?.Value ?? Length(ip.Attribute("netmask")?.Value)}";

    private static string Length(string? mask) => IPAddress.TryParse(mask, out var parsed) ? $"{System.Numerics.BitOperations.PopCount(Number(parsed))}" : "";

    private static XElement Ip(string address) => new("ip",
        address.Contains(':', StringComparison.Ordinal) ? new XAttribute("family", "ipv6") : null, new XAttribute("address", address.Split('/')[0]), new XAttribute("prefix", address.Split('/')[1]));

    private static XElement Child(XElement parent, string name)
    {
        if (parent.Element(name) is { } there) return there;
        var made = new XElement(name);
        parent.Add(made);
        return made;
    }
}
