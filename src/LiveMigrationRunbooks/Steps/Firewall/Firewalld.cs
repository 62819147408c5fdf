using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>firewalld: one rich rule per opening, in the zone of the interface that carries the network; running and permanent rules apart.</summary>
internal sealed class Firewalld : IFirewall
{
    public string Name => Openings.Firewalld;

    public Dual<Openings> Read(FirewallReading reading, Question question)
    {
        ValueList<Gateway> gateways = [.. reading.Lines["zone"].Select(line => line.Split(' ', 2)).SelectMany(parts => Zones(reading, parts[0], parts[1]).Select(zone => new Gateway(zone, parts[0])))];
        return new(Of("runtime"), Of("permanent"));

        Value<Openings> Of(string form) => Value.Known(new Openings(
            Name, "", gateways, [.. reading.Lines[form].Select(line => line.Split(' ', 2)).SelectMany(parts => Parsed(parts[0], parts[1]))]));
    }

    // firewalld keeps what was in a zone file before as .old beside it.
    public ValueList<string> Files(Openings persisted) =>
        [.. persisted.Gateways.Select(gateway => gateway.Where).Distinct().SelectMany(zone => new[] { $"/etc/firewalld/zones/{zone}.xml", $"/etc/firewalld/zones/{zone}.xml.old" })];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) => Commands([], close, open);

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open) => Commands(["--permanent"], close, open);

    public IEnumerable<Refusal> Refuse(FirewallReading reading, Question question) => [];

    // A zone that is bound to addresses sees their packets before the zone of the interface does: where it has all of a network, alone.
    private static IEnumerable<string> Zones(FirewallReading reading, string network, string ofInterface)
    {
        var bound = reading.Lines["source"].Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2 && Network.Overlap(parts[1], network)).ToList();
        return bound.Find(parts => Network.Holds(parts[1], network)) is { } whole
            ? bound.Where(parts => !Network.Holds(parts[1], network)).Append(whole).Select(parts => parts[0]).Distinct()
            : bound.Select(parts => parts[0]).Append(ofInterface).Distinct();
    }

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
