using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>
/// Plain nftables: one rule at the head of every input chain that turns packets away in the end; nothing else is touched. Its comment says
/// what it opens and is how it is found again.
/// </summary>
internal sealed class Nftables(string conf) : IFirewall
{
    private const string Ours = "/etc/nftables.d/lmr.nft";
    private static readonly string s_close = ShellText.Of("Steps/Firewall/nft-close.sh");
    private static readonly string s_persist = ShellText.Of("Steps/Firewall/nft-persist.sh");

    public string Name => Openings.Nftables;

    public Dual<Openings> Read(FirewallReading reading, Question question)
    {
        var walls = reading.Nftables.Walls().ToList();
        ValueList<Gateway> gateways = [.. walls.SelectMany(wall => question.From.Where(network => Fits(wall.Family, network)).Select(network => new Gateway(wall.Place, network)))];
        var included = reading.Lines["line"].Any(line => line.Trim() == Include);
        return new(
            // A rule of ours behind one that turns everything away opens nothing.
            Known(walls.SelectMany(wall => wall.Rules.TakeWhile(rule => !reading.Nftables.TurnsAllAway(wall, rule)).SelectMany(rule => Opening.Of(wall.Place, rule.Comment)))),
            Known(included ? reading.Lines["ours"].SelectMany(PersistedRule) : []));

        Value<Openings> Known(IEnumerable<Opening> open) => Value.Known(new Openings(Name, conf, gateways, [.. open.Distinct()]));
    }

    public ValueList<string> Files(Openings persisted) => [conf, Ours];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        close.Select(opening => Command.Sh(s_close, [.. opening.Where.Split(' '), opening.Comment]))
            .Concat(open.Select(opening => Command.Of(["nft", "insert", "rule", .. opening.Where.Split(' '), .. Match(opening), "accept", "comment", $"\"{opening.Comment}\""])));

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        [Command.Sh(s_persist, [conf, Ours, .. close.SelectMany(each => new[] { "close", Line(each) }), .. open.SelectMany(each => new[] { "open", Line(each) })])];

    public IEnumerable<Refusal> Refuse(FirewallReading reading, Question question)
    {
        if (!reading.Lines["conf"].Any())
            yield return new Refusal(null, $"nftables filters here, but neither /etc/nftables.conf nor /etc/sysconfig/nftables.conf to load it from.", "Keep the rules in a file that nftables.service loads.");
        else if (reading.Lines["link"].Any())
            yield return new Refusal(null, $"{reading.Lines["link"].First()} is a symbolic link and is not followed.", "Make it a regular file.");
        else if (!reading.Lines["boot"].Contains("yes"))
            yield return new Refusal(null, "nftables filters here, but nftables.service is not enabled: nobody knows what the next boot loads.", "Enable nftables.service, or tell who keeps the rules.");
    }

    private static string Include => $"include \"{Ours}\"";

    private static bool Fits(string family, string network) => family == "inet" || family == (Network.IsSix(network) ? "ip6" : "ip");

    private static string[] Match(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        return [Network.IsSix(opening.From) ? "ip6" : "ip", "saddr", opening.From, protocol, "dport", ports];
    }

    private static string Line(Opening opening) =>
        $"insert rule {opening.Where} {string.Join(' ', Match(opening))} accept comment \"{opening.Comment}\"";

    private static IEnumerable<Opening> PersistedRule(string line)
    {
        var words = line.Split(' ');
        if (words is not ["insert", "rule", var family, var table, var chain, ..] || line.Split('"') is not [_, var comment, _]) yield break;
        foreach (var opening in Opening.Of($"{family} {table} {chain}", comment).Where(opening => Line(opening) == line)) yield return opening;
    }
}
