using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>
/// The same for firewalld, whose files are zones and not rules: whether the zone that a login comes to would let it in. Anything in the zone
/// that might let it in and is not understood counts as if it did.
/// </summary>
internal static class ZoneLockout
{
    public static IEnumerable<Refusal> Refuse(FirewallReading reading, string? argument, string what, Scene scene)
    {
        if (SshLockout.Packets(scene.Facts).FirstOrDefault() is not { } login) yield break;
        var zones = reading.Lines["zone"].Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.Length == 2 ? parts[1] : "");
        if (ZoneOf(reading, login, scene.Facts.ManagementNic) is not { } name || Parsed(string.Join('\n', zones[name])) is not { } zone) yield break;
        if ((string?)zone.Attribute("target") is "ACCEPT" || zone.Elements().Any(element => MayLetIn(element, login, reading))) yield break;
        yield return new Refusal(
            argument, $"{what} would lock lmr out of {scene.Host}: a new connection from {login.From} comes to zone {name} of firewalld, which would let nobody in to port {login.Target.Low}/tcp.",
            "Keep the service ssh in that zone, or a port or rule that lets the controller in.") { UnlessGuarded = true };
    }

    // Addresses go before interfaces, and what is active now before the default.
    private static string? ZoneOf(FirewallReading reading, Packet login, string nic)
    {
        var active = reading.Lines["active"].Select(line => line.Split(' ')).Where(parts => parts.Length == 2).ToList();
        return (active.Find(parts => Network.Holds(parts[1], login.From.ToString())) ?? active.Find(parts => parts[1] == nic))?[0] ?? reading.Lines["default"].FirstOrDefault()?.Trim();
    }

    private static bool MayLetIn(XElement element, Packet login, FirewallReading reading) => element.Name.LocalName switch
    {
        "short" or "description" or "interface" or "source" or "masquerade" or "forward" or "forward-port" or "icmp-block" or "icmp-block-inversion" or "source-port" => false,
        "service" => Services(reading, (string?)element.Attribute("name") ?? "").Any(port => Holds(port, login)),
        "port" => Holds(element, login),
        "protocol" => (string?)element.Attribute("value") is "tcp" or "6",
        "rule" => Accepts(element, login, reading),
        _ => true,
    };

    private static bool Accepts(XElement rule, Packet login, FirewallReading reading)
    {
        var names = rule.Elements().Select(element => element.Name.LocalName).ToHashSet();
        if (!names.Contains("accept") && !names.Contains("mark")) return false;
        var source = rule.Element("source");
        if (source?.Attribute("address")?.Value is { } address && source.Attribute("invert") is null && !Network.Holds(address, login.From.ToString())) return false;
        return (rule.Element("port") is not { } port || Holds(port, login))
            && (rule.Element("service") is not { } service || Services(reading, (string?)service.Attribute("name") ?? "").Any(each => Holds(each, login)));
    }

    private static IEnumerable<XElement> Services(FirewallReading reading, string name) =>
        reading.Lines["service"].Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2 && parts[0] == name).Select(parts => Parsed(parts[1])).OfType<XElement>();

    private static bool Holds(XElement port, Packet login)
    {
        var ends = ((string?)port.Attribute("port") ?? "").Split('-');
        return (string?)port.Attribute("protocol") == "tcp"
            && (!int.TryParse(ends[0], CultureInfo.InvariantCulture, out var low) || !int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var high) || (low <= login.Target.Low && login.Target.Low <= high));
    }

    private static XElement? Parsed(string text)
    {
        try
        {
            return XElement.Parse(text.Trim());
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
