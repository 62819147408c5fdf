namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Reads what <c>iptables-save</c> prints and <c>iptables-restore</c> loads.</summary>
internal static class SaveRules
{
    private static readonly Dictionary<(string Table, string Chain), Hook> s_hooks = new()
    {
        [("raw", "PREROUTING")] = new("prerouting", "filter", -300),
        [("mangle", "PREROUTING")] = new("prerouting", "filter", -150),
        [("nat", "PREROUTING")] = new("prerouting", "nat", -100),
        [("mangle", "INPUT")] = new("input", "filter", -150),
        [("filter", "INPUT")] = new("input", "filter", 0),
        [("security", "INPUT")] = new("input", "filter", 50),
        [("nat", "INPUT")] = new("input", "nat", 100),
        [("raw", "OUTPUT")] = new("output", "filter", -300),
        [("mangle", "OUTPUT")] = new("output", "filter", -150),
        [("nat", "OUTPUT")] = new("output", "nat", -100),
        [("filter", "OUTPUT")] = new("output", "filter", 0),
        [("security", "OUTPUT")] = new("output", "filter", 50),
        [("mangle", "POSTROUTING")] = new("postrouting", "filter", -150),
        [("nat", "POSTROUTING")] = new("postrouting", "nat", 100),
    };

    /// <param name="family"><c>ip</c> for iptables, <c>ip6</c> for ip6tables.</param>
    public static Ruleset Read(IEnumerable<string> lines, string family)
    {
        var chains = new Dictionary<(string Table, string Chain), (bool Drops, List<Rule> Rules)>();
        var order = new List<(string Table, string Chain)>();
        var table = "filter";
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith('*')) table = line[1..].Trim();
            else if (line.StartsWith(':') && line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var policy, ..]) Declare(name, policy == "DROP");
            else if (SaveRule.Read(line) is var (change, rule)) Add(change, rule);
        }
        return new Ruleset([.. order.Select(key => new Chain(family, key.Table, key.Chain, s_hooks.GetValueOrDefault(key), chains[key].Drops, chains[key].Rules))]);

        void Declare(string name, bool drops)
        {
            if (!chains.ContainsKey((table, name))) order.Add((table, name));
            chains[(table, name)] = (drops, chains.TryGetValue((table, name), out var known) ? known.Rules : []);
        }

        void Add(SaveRule.Change change, Rule rule)
        {
            if (!chains.ContainsKey((table, change.Chain))) Declare(change.Chain, false);
            var rules = chains[(table, change.Chain)].Rules;
            rules.Insert(change.At is { } at ? Math.Clamp(at - 1, 0, rules.Count) : rules.Count, rule);
        }
    }

    /// <summary>These rules with the chains of others in the place of those of the same name.</summary>
    public static Ruleset With(this Ruleset rules, Ruleset others) => new(
    [
        .. rules.Chains.Select(chain => others.Chains.FirstOrDefault(other => other.Place == chain.Place) is { } other ? chain with { Rules = other.Rules, Drops = chain.Drops || other.Drops } : chain),
        .. others.Chains.Where(other => rules.Chains.All(chain => chain.Place != other.Place)),
    ]);
}
