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

    /// <summary>The input chains that turn packets away.</summary>
    public static IEnumerable<string> Walls(FirewallReading reading)
    {
        var ruleset = reading.Ruleset();
        return ruleset.Where(each => each.IsInputFilter && (each.Drops || ruleset.LastOrDefault(rule => rule.Kind == "rule" && rule.Chain == each.Chain)?.TurnsAllAway == true))
            .Select(chain => chain.Chain);
    }

    public Dual<Openings> Read(FirewallReading reading, ValueList<string> from)
    {
        ValueList<Gateway> gateways = [.. Walls(reading).SelectMany(chain => from.Where(network => Fits(chain, network)).Select(network => new Gateway(chain, network)))];
        var included = reading.Lines["line"].Any(line => line.Trim() == Include);
        return new(
            Known(reading.Ruleset().Where(rule => rule.Kind == "rule").SelectMany(rule => Parsed(rule.Chain, rule.Comment))),
            Known(included ? reading.Lines["ours"].SelectMany(PersistedRule) : []));

        Value<Openings> Known(IEnumerable<Opening> open) => Value.Known(new Openings(Name, conf, gateways, [.. open.Distinct()]));
    }

    public ValueList<string> Files(Openings persisted) => [conf, Ours];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        close.Select(opening => Command.Sh(s_close, [.. opening.Where.Split(' '), Comment(opening)]))
            .Concat(open.Select(opening => Command.Of(["nft", "insert", "rule", .. opening.Where.Split(' '), .. Match(opening), "accept", "comment", $"\"{Comment(opening)}\""])));

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        [Command.Sh(s_persist, [conf, Ours, .. close.SelectMany(each => new[] { "close", Line(each) }), .. open.SelectMany(each => new[] { "open", Line(each) })])];

    public IEnumerable<Refusal> Refuse(FirewallReading reading)
    {
        if (!reading.Lines["conf"].Any())
            yield return new Refusal(null, $"nftables filters here, but neither /etc/nftables.conf nor /etc/sysconfig/nftables.conf to load it from.", "Keep the rules in a file that nftables.service loads.");
        else if (reading.Lines["link"].Any())
            yield return new Refusal(null, $"{reading.Lines["link"].First()} is a symbolic link and is not followed.", "Make it a regular file.");
        else if (!reading.Lines["boot"].Contains("yes"))
            yield return new Refusal(null, "nftables filters here, but nftables.service is not enabled: nobody knows what the next boot loads.", "Enable nftables.service, or tell who keeps the rules.");
    }

    private static string Include => $"include \"{Ours}\"";

    private static bool Fits(string chain, string network) => chain.Split(' ')[0] switch
    {
        "ip" => !Network.IsSix(network),
        "ip6" => Network.IsSix(network),
        var family => family == "inet",
    };

    private static string Comment(Opening opening) => $"lmr {opening.Ports} from {opening.From}";

    private static string[] Match(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        return [Network.IsSix(opening.From) ? "ip6" : "ip", "saddr", opening.From, protocol, "dport", ports];
    }

    private static string Line(Opening opening) =>
        $"insert rule {opening.Where} {string.Join(' ', Match(opening))} accept comment \"{Comment(opening)}\"";

    private static IEnumerable<Opening> PersistedRule(string line)
    {
        var words = line.Split(' ');
        if (words is not ["insert", "rule", var family, var table, var chain, ..] || line.Split('"') is not [_, var comment, _]) yield break;
        foreach (var opening in Parsed($"{family} {table} {chain}", comment).Where(opening => Line(opening) == line)) yield return opening;
    }

    private static IEnumerable<Opening> Parsed(string chain, string comment)
    {
        if (comment.Split(' ') is ["lmr", var ports, "from", var network] && PortRange.IsSound(ports) && Network.IsSound(network))
            yield return new Opening(chain, ports, network);
    }
}
