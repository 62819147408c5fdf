using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>
/// ufw: one rule for each opening, as <c>ufw prepend allow … comment 'lmr …'</c> would make it, in the running chain and in the file that
/// ufw loads; both apart, which ufw's own command cannot do. A rule of the same words that somebody else made is left to them.
/// </summary>
internal sealed class Ufw : IFirewall
{
    private static readonly string s_persist = ShellText.Of("Steps/Firewall/rules-persist.sh");
    private static readonly string s_close = ShellText.Of("Steps/Firewall/iptables-close.sh");

    public string Name => Openings.Ufw;

    /// <summary>Whether ufw keeps what this chain does.</summary>
    public static bool Is(Chain chain) => chain is { Table: "filter", Name: "INPUT" } && chain.Rules.Any(rule => rule.Act is Jump { Target: "ufw-before-input" or "ufw6-before-input" });

    public Dual<Openings> Read(FirewallReading reading, Question question)
    {
        ValueList<Gateway> gateways = [.. question.From.Where(network => ChainOf(reading, ChainFor(network)) is not null).Select(network => new Gateway(ChainFor(network), network))];
        return new(Known(Running), Known(Kept));

        Value<Openings> Known(Func<FirewallReading, Question, string, IEnumerable<Opening>> open) => Value.Known(new Openings(
            Name, "", gateways, [.. gateways.Select(gateway => gateway.Where).Distinct().SelectMany(chain => open(reading, question, chain)).Distinct()]));
    }

    public ValueList<string> Files(Openings persisted) => [.. persisted.Gateways.Select(gateway => FileFor(gateway.Where)).Distinct()];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        close.Select(opening => Command.Sh(s_close, [ToolFor(opening.Where), opening.Where, .. Words(opening)]))
            .Concat(open.Select(opening => Command.Of([ToolFor(opening.Where), "-w", "-I", opening.Where, "1", .. Words(opening)])));

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open)
    {
        var (shut, opened) = (close.ToLookup(each => each.Where), open.ToLookup(each => each.Where));
        return shut.Select(each => each.Key).Union(opened.Select(each => each.Key)).Order(StringComparer.Ordinal).Select(chain => Command.Sh(
            s_persist, FileFor(chain), ToolFor(chain), "### RULES ###",
            string.Join('\n', shut[chain].SelectMany(each => Lines(each))), string.Join("\n\n", opened[chain].Select(each => string.Join('\n', Lines(each))))));
    }

    public IEnumerable<Refusal> Refuse(FirewallReading reading, Question question)
    {
        if (!reading.Lines["ufw-boot"].Any())
            yield return new Refusal(null, "ufw filters here, but it is not enabled: the next boot loads none of its rules.", "Run ufw enable, which also looks after ssh.");
        foreach (var chain in question.From.Select(ChainFor).Distinct())
        {
            var file = FileFor(chain);
            if (ChainOf(reading, chain) is null)
                yield return new Refusal("from", $"ufw has no chain {chain}: it does not look after this family of addresses.", "Set IPV6=yes in /etc/default/ufw and reload ufw, or name networks of the other family.");
            else if (!Told(reading, chain).Contains("### RULES ###"))
                yield return new Refusal(null, $"{file} is not there, or is not as ufw writes it.", "Look at ufw status; ufw reset writes the file anew.");
            else if (reading.Lines["link"].Contains(file))
                yield return new Refusal(null, $"{file} is a symbolic link and is not followed.", "Make it a regular file.");
        }
    }

    // In the running chain a rule has no comment; whose it is stands in the file, and one that is not in the file ufw did not make.
    private static IEnumerable<Opening> Running(FirewallReading reading, Question question, string chain)
    {
        if (ChainOf(reading, chain) is not { } found) return [];
        var texts = found.Rules.TakeWhile(rule => !reading.Saved.TurnsAllAway(found, rule)).Select(rule => rule.Text).ToHashSet(StringComparer.Ordinal);
        var others = question.Ours ? OfOthers(reading, question, chain).ToHashSet() : [];
        return question.At(chain, IsSix(chain)).Where(opening => texts.Contains($"-A {chain} {SavedText(opening)}") && !others.Contains(opening));
    }

    private static IEnumerable<Opening> Kept(FirewallReading reading, Question question, string chain)
    {
        var lines = Told(reading, chain).ToHashSet(StringComparer.Ordinal);
        return question.At(chain, IsSix(chain)).Where(opening => lines.Contains(Lines(opening)[0])).Concat(question.Ours ? [] : OfOthers(reading, question, chain));
    }

    private static IEnumerable<Opening> OfOthers(FirewallReading reading, Question question, string chain)
    {
        var lines = Told(reading, chain).ToList();
        return question.At(chain, IsSix(chain)).Where(opening => lines.Exists(line => line != Lines(opening)[0]
            && (line == Tuple(opening) || line.StartsWith(Tuple(opening) + " comment=", StringComparison.Ordinal))));
    }

    private static Chain? ChainOf(FirewallReading reading, string name) => reading.Saved.Chains.FirstOrDefault(chain => chain.Table == "filter" && chain.Name == name);

    private static IEnumerable<string> Told(FirewallReading reading, string chain) =>
        reading.Lines[$"{ToolFor(chain)}-ufw"].Where(line => line.StartsWith("line ", StringComparison.Ordinal)).Select(line => line[5..]);

    private static string ChainFor(string network) => Network.IsSix(network) ? "ufw6-user-input" : "ufw-user-input";

    private static bool IsSix(string chain) => chain.StartsWith("ufw6-", StringComparison.Ordinal);

    private static string ToolFor(string chain) => IsSix(chain) ? "ip6tables" : "iptables";

    private static string FileFor(string chain) => IsSix(chain) ? "/etc/ufw/user6.rules" : "/etc/ufw/user.rules";

    private static string Tuple(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        var all = Network.IsSix(opening.From) ? "::/0" : "0.0.0.0/0";
        return $"### tuple ### allow {protocol} {ports.Replace('-', ':')} {all} any {opening.From} in";
    }

    // ufw keeps a comment as the hexadecimal digits of its bytes.
    private static string[] Lines(Opening opening) =>
        [$"{Tuple(opening)} comment={Convert.ToHexStringLower(Encoding.UTF8.GetBytes(opening.Comment))}", $"-A {opening.Where} -p {Ports(opening)} -s {opening.From} -j ACCEPT"];

    private static string Ports(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        return ports.Contains('-', StringComparison.Ordinal) ? $"{protocol} -m multiport --dports {ports.Replace('-', ':')}" : $"{protocol} --dport {ports}";
    }

    private static string SavedText(Opening opening) => string.Join(' ', Words(opening));

    // As iptables-save prints the rule that ufw makes.
    private static string[] Words(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        string[] match = ports.Contains('-', StringComparison.Ordinal) ? ["-m", "multiport", "--dports", ports.Replace('-', ':')] : ["-m", protocol, "--dport", ports];
        return ["-s", opening.From, "-p", protocol, .. match, "-j", "ACCEPT"];
    }
}
