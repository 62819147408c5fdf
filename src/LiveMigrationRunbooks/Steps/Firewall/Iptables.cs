using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>
/// Plain iptables: one rule at the head of the INPUT chain of each family that turns packets away in the end; its comment says what it opens.
/// The persisted form is the file that the host's own service loads: Debian's <c>/etc/iptables/rules.v4</c>, Red Hat's <c>/etc/sysconfig/iptables</c>.
/// </summary>
/// <param name="home">The files of iptables and of ip6tables, parted by a space; empty where nothing loads one.</param>
internal sealed class Iptables(string home) : IFirewall
{
    private const string Chain = "INPUT";
    private static readonly string s_persist = ShellText.Of("Steps/Firewall/rules-persist.sh");
    private static readonly string s_close = ShellText.Of("Steps/Firewall/iptables-close.sh");

    public string Name => Openings.Iptables;

    public static string HomeOf(FirewallReading reading) => $"{FileOf(reading, "iptables")} {FileOf(reading, "ip6tables")}";

    public Dual<Openings> Read(FirewallReading reading, Question question)
    {
        var tools = Walls(reading).ToList();
        ValueList<Gateway> gateways = [.. tools.SelectMany(tool => question.From.Where(network => ToolFor(network) == tool).Select(network => new Gateway($"{tool} {Chain}", network)))];
        return new(Known(tool => reading.Saved), Known(tool => SaveRules.Read(LinesOf(reading, tool), FamilyOf(tool))));

        Value<Openings> Known(Func<string, Ruleset> rules) => Value.Known(new Openings(Name, home, gateways, [.. tools.SelectMany(tool => Open(rules(tool), tool)).Distinct()]));
    }

    public ValueList<string> Files(Openings persisted) =>
        [.. persisted.Gateways.Select(gateway => ToolFor(gateway.From)).Distinct().Select(FileFor).Where(file => file.Length > 0)];

    public IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open) =>
        close.Select(opening => Command.Sh(s_close, [ToolFor(opening.From), Chain, .. Words(opening)]))
            .Concat(open.Select(opening => Command.Of([ToolFor(opening.From), "-w", "-I", Chain, "1", .. Words(opening)])));

    public IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open)
    {
        var (shut, opened) = (close.ToLookup(each => ToolFor(each.From)), open.ToLookup(each => ToolFor(each.From)));
        foreach (var tool in new[] { "iptables", "ip6tables" }.Where(tool => shut.Contains(tool) || opened.Contains(tool)))
        {
            yield return Command.Sh(
                s_persist, FileFor(tool), tool, "COMMIT",
                string.Join('\n', shut[tool].SelectMany(Lines)), string.Join('\n', opened[tool].Select(each => Lines(each).First())));
        }
    }

    public IEnumerable<Refusal> Refuse(FirewallReading reading, Question question)
    {
        foreach (var tool in Walls(reading).Where(tool => question.From.Any(network => ToolFor(network) == tool)))
        {
            var file = FileOf(reading, tool);
            if (!reading.Lines[$"{tool}-boot"].Any())
                yield return new Refusal(null, $"{tool} filters here, but neither netfilter-persistent nor {tool}.service is enabled: nobody knows what the next boot loads.", "Install iptables-persistent (iptables-services), save the rules in force with it, and enable it; or tell who keeps the rules.");
            else if (file.Length == 0)
                yield return new Refusal(null, $"{tool} filters here, but {reading.Lines[$"{tool}-boot"].First()} has no file of rules to load.", "Save the rules in force first: netfilter-persistent save, or service iptables save.");
            else if (!LinesOf(reading, tool).Contains("*filter"))
                yield return new Refusal(null, $"{file} has no filter table.", "Save the rules in force first: netfilter-persistent save, or service iptables save.");
            else if (reading.Lines["link"].Contains(file))
                yield return new Refusal(null, $"{file} is a symbolic link and is not followed.", "Make it a regular file.");
        }
    }

    private static IEnumerable<string> Walls(FirewallReading reading) =>
        reading.Saved.Walls().Where(wall => wall is { Table: "filter", Name: Chain }).Select(wall => wall.Family == "ip" ? "iptables" : "ip6tables");

    private static string FileOf(FirewallReading reading, string tool) =>
        reading.Lines[$"{tool}-file"].FirstOrDefault(line => line.StartsWith("is ", StringComparison.Ordinal))?[3..] ?? "";

    private static IEnumerable<string> LinesOf(FirewallReading reading, string tool) =>
        reading.Lines[$"{tool}-file"].Where(line => line.StartsWith("line ", StringComparison.Ordinal)).Select(line => line[5..]);

    // A rule of ours behind one that turns everything away opens nothing.
    private static IEnumerable<Opening> Open(Ruleset rules, string tool)
    {
        var chain = rules.Chains.FirstOrDefault(chain => chain.Family == FamilyOf(tool) && chain is { Table: "filter", Name: Chain });
        return chain is null ? [] : chain.Rules.TakeWhile(rule => !rules.TurnsAllAway(chain, rule))
            .SelectMany(rule => Opening.Of($"{tool} {Chain}", rule.Comment).Where(opening => Lines(opening).Any(line => rule.Text.EndsWith(line, StringComparison.Ordinal))));
    }

    private string FileFor(string tool) => home.Split(' ')[tool == "iptables" ? 0 : 1];

    private static string ToolFor(string network) => Network.IsSix(network) ? "ip6tables" : "iptables";

    private static string FamilyOf(string tool) => tool == "iptables" ? "ip" : "ip6";

    // As we write it, and as the tool saves it. Written so that it comes first whatever else the file does.
    private static IEnumerable<string> Lines(Opening opening)
    {
        var words = string.Join(' ', Words(opening).Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
        return [$"-I {Chain} 1 {words}", $"-A {Chain} {words}"];
    }

    private static string[] Words(Opening opening)
    {
        var (ports, protocol) = PortRange.Split(opening.Ports);
        return ["-s", opening.From, "-p", protocol, "-m", protocol, "--dport", ports.Replace('-', ':'), "-m", "comment", "--comment", opening.Comment, "-j", "ACCEPT"];
    }
}
