namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>The rules of a kernel, or those that a file would load, whatever tool keeps them.</summary>
internal sealed record Ruleset(IReadOnlyList<Chain> Chains)
{
    public static Ruleset Empty { get; } = new([]);

    public Ruleset And(Ruleset other) => new([.. Chains, .. other.Chains]);

    public Chain? Find(Chain beside, string name) => Chains.FirstOrDefault(chain => chain.Family == beside.Family && chain.Table == beside.Table && chain.Name == name);

    /// <summary>The chains that see a packet first, in the order in which they do.</summary>
    public IEnumerable<Chain> At(string hook) => Chains.Where(chain => chain.Hook?.Name == hook).OrderBy(chain => chain.Hook?.Priority);

    /// <summary>The same without some rules: what is left when they are taken away.</summary>
    public Ruleset Without(Func<Rule, bool> gone) => new([.. Chains.Select(chain => chain with { Rules = [.. chain.Rules.Where(rule => !gone(rule))] })]);

    /// <summary>Input chains that turn away whatever no rule of theirs lets in.</summary>
    public IEnumerable<Chain> Walls() => At("input").Where(chain => chain.Hook?.Type == "filter" && (chain.Drops || TurnsAllAway(chain, 8)));

    /// <summary>Whether nothing gets past a rule: whatever comes to it is turned away.</summary>
    public bool TurnsAllAway(Chain chain, Rule rule, int depth = 8) => rule.Matches.Count == 0 && depth > 0 && rule.Act switch
    {
        TurnAway => true,
        Jump jump => Find(chain, jump.Target) is { } target && TurnsAllAway(target, depth - 1),
        _ => false,
    };

    private bool TurnsAllAway(Chain chain, int depth) => chain.Rules.Count > 0 && TurnsAllAway(chain, chain.Rules[^1], depth);
}

/// <summary>Where the kernel calls a chain: <c>prerouting</c>, <c>input</c>, <c>output</c>, <c>postrouting</c>, <c>ingress</c>.</summary>
internal sealed record Hook(string Name, string Type, int Priority);

/// <summary>A chain of rules. <paramref name="Drops"/> is its policy, where it has a hook.</summary>
internal sealed record Chain(string Family, string Table, string Name, Hook? Hook, bool Drops, IReadOnlyList<Rule> Rules)
{
    public string Place => $"{Family} {Table} {Name}";

    public bool Sees(Packet packet) => Family switch
    {
        "ip" => !packet.IsSix,
        "ip6" => packet.IsSix,
        "inet" or "netdev" => true,
        _ => false,
    };
}

/// <summary>One rule: what a packet must have, and what is done with it then.</summary>
/// <param name="Text">As its tool would print it, shortened.</param>
internal sealed record Rule(string Text, string Comment, IReadOnlyList<Match> Matches, Act Act)
{
    /// <summary>Network and ports, where the rule does nothing but let those in; null for all others.</summary>
    public (string From, string Ports)? Admits { get; init; }
}

/// <summary>Something that a rule asks of a packet.</summary>
internal sealed record Match(Func<Packet, Truth> Of)
{
    public static Match Unknown { get; } = new(_ => Truth.Unknown);

    public Match Not() => new(packet => Of(packet) switch
    {
        Truth.Yes => Truth.No,
        Truth.No => Truth.Yes,
        var unknown => unknown,
    });
}

/// <summary>What a rule does with a packet.</summary>
internal abstract record Act;

internal sealed record Accept : Act;

internal sealed record TurnAway : Act;

internal sealed record Jump(string Target, bool Returns) : Act;

internal sealed record Return : Act;

/// <summary>Counts, logs, marks: the next rule is looked at.</summary>
internal sealed record Pass : Act;

/// <summary>Something that this evaluation does not know.</summary>
internal sealed record Obscure : Act;
