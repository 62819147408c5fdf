using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>firewalld: one rich rule per opening, in the zone of the interface that carries the network; running and permanent rules apart.</summary>
internal sealed class Firewalld : IFirewall
{
    public string Name => Openings.Firewalld;

    public Dual<Openings> Read(FirewallReading reading, ValueList<string> from)
    {
        ValueList<Gateway> gateways = [.. reading.Lines["zone"].Select(line => line.Split(' ', 2)).Select(parts => new Gateway(parts[1], parts[0]))];
        return new(Of("runtime"), Of("permanent"));

        Value<Openings> Of(string form) => Value.Known(new Openings(
            Name, "", gateways, [.. reading.Lines[form].Select(line => line.Split(' ', 2)).SelectMany(parts => Parsed(parts[0], parts[1]))]));
    }

    // firewalld keeps what was in a zone file before as .old beside it.
    public ValueList<string> Files(Openings persisted) =>
        [.. persisted.Gateways.Select(gateway => gateway.Where).Distinct().SelectMany(zone => new[] { $"/etc/firewalld/zones/{zone}.xml", $"/etc/firewalld/zones/{zone}.xml.old" })];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) => Commands([], close, open);

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open) => Commands(["--permanent"], close, open);

    public IEnumerable<Refusal> Refuse(FirewallReading reading) => [];

    private static IEnumerable<Command> Commands(string[] form, IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        close.Select(opening => Command.Of(["firewall-cmd", .. form, $"--zone={opening.Where}", $"--remove-rich-rule={Rule(opening)}"]))
            .Concat(open.Select(opening => Command.Of(["firewall-cmd", .. form, $"--zone={opening.Where}", $"--add-rich-rule={Rule(opening)}"])));

    // The spelling in which firewalld prints a rule back.
    private static string Rule(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        return $"rule family=\"{(Network.IsSix(opening.From) ? "ipv6" : "ipv4")}\" source address=\"{opening.From}\" port port=\"{ports}\" protocol=\"{protocol}\" accept";
    }

    private static IEnumerable<Opening> Parsed(string zone, string rule)
    {
        var words = rule.Split('"');
        if (words.Length != 9) yield break;
        var opening = new Opening(zone, $"{words[5]}/{words[7]}", words[3]);
        if (Rule(opening) == rule.Trim()) yield return opening;
    }
}
