namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>What becomes of a packet.</summary>
internal abstract record Passing;

internal sealed record Accepts : Passing;

/// <summary>It is turned away, and by what.</summary>
internal sealed record TurnsAway(string By) : Passing;

/// <summary>It depends on something that cannot be told from the rules.</summary>
internal sealed record CannotTell(string Why) : Passing;

/// <summary>Follows one packet through the chains of a rule set. Where a rule is not understood both ways are followed.</summary>
internal sealed class Passage
{
    private const int Deepest = 16;
    private readonly Ruleset _rules;
    private readonly Packet _packet;
    private readonly Dictionary<Chain, Fate> _known = new(ReferenceEqualityComparer.Instance);

    private Passage(Ruleset rules, Packet packet) => (_rules, _packet) = (rules, packet);

    public static Passing Of(Ruleset rules, Packet packet)
    {
        string? doubt = null;
        var passage = new Passage(rules, packet);
        string[] hooks = packet.Way == Way.In ? ["ingress", "prerouting", "input"] : ["output", "postrouting"];
        foreach (var chain in hooks.SelectMany(rules.At).Where(chain => chain.Sees(packet)))
        {
            // Only the first packet of a connection is seen by a nat chain.
            if (chain.Hook?.Type == "nat" && packet.State != "new") continue;
            var fate = passage.In(chain, 0);
            // A packet that may have been sent elsewhere does not come to the chains behind.
            if (fate.Doubt is not null) return new CannotTell(doubt ?? fate.Doubt);
            if (fate is { By: { } by, Accepted: false }) return new TurnsAway(by);
            if (fate.By is not null) doubt ??= fate.Why ?? fate.By;
        }
        return doubt is null ? new Accepts() : new CannotTell(doubt);
    }

    private Fate In(Chain chain, int depth)
    {
        // The kernel refuses loops and goes no deeper; a file can hold anything.
        if (depth > Deepest) return new Fate { Doubt = $"chains that call each other from {chain.Place}" };
        if (_known.TryGetValue(chain, out var known)) return known;
        var open = new List<(Fate Taken, string? Unsure)>();
        var end = End(chain);
        foreach (var rule in chain.Rules)
        {
            var matches = Matches(rule);
            if (matches == Truth.No || rule.Act is Pass) continue;
            var taken = Done(chain, rule, depth);
            var ends = !taken.Goes && matches == Truth.Yes;
            if (ends)
            {
                end = taken;
                break;
            }
            open.Add((taken, matches == Truth.Unknown ? $"'{rule.Text}' in {chain.Place}" : null));
        }
        for (var index = open.Count - 1; index >= 0; index--)
        {
            var (taken, unsure) = open[index];
            var rest = taken.Goes ? (taken with { Goes = false }).Or(end) : taken;
            end = unsure is null ? rest : rest.Ends == end.Ends ? rest.Or(end) : rest.Or(end) with { Why = unsure };
        }
        return _known[chain] = end;
    }

    private static Fate End(Chain chain) =>
        chain.Hook is null ? Fate.FallsThrough : chain.Drops ? new Fate { By = $"the policy drop of {chain.Place}" } : Fate.IsAccepted;

    // Not the first that is unknown: one that is certainly not met decides.
    private Truth Matches(Rule rule) => rule.Matches.Count == 0 ? Truth.Yes : rule.Matches.Min(match => match.Of(_packet));

    private Fate Done(Chain chain, Rule rule, int depth)
    {
        switch (rule.Act)
        {
            case Accept: return Fate.IsAccepted;
            case TurnAway: return new Fate { By = $"'{rule.Text}' in {chain.Place}" };
            case Return: return End(chain);
            case Jump jump when _rules.Find(chain, jump.Target) is { } target:
                var there = In(target, depth + 1);
                return there.Falls && jump.Returns ? there with { Falls = false, Goes = true } : there;
            default: return new Fate { Doubt = $"'{rule.Text}' in {chain.Place}" };
        }
    }

    /// <summary>All that can become of a packet from some rule on.</summary>
    private sealed record Fate
    {
        public static Fate IsAccepted { get; } = new() { Accepted = true };

        public static Fate FallsThrough { get; } = new() { Falls = true };

        public bool Accepted { get; init; }

        /// <summary>It leaves the chain at its end.</summary>
        public bool Falls { get; init; }

        /// <summary>It comes to the next rule.</summary>
        public bool Goes { get; init; }

        /// <summary>The rule that turns it away.</summary>
        public string? By { get; init; }

        /// <summary>The rule of which nobody can tell what it does.</summary>
        public string? Doubt { get; init; }

        /// <summary>The rule of which nobody can tell whether it is met, where that makes a difference.</summary>
        public string? Why { get; init; }

        public (bool, bool, bool, bool) Ends => (Accepted, Falls, By is not null, Doubt is not null);

        public Fate Or(Fate other) => new()
        {
            Accepted = Accepted || other.Accepted,
            Falls = Falls || other.Falls,
            By = By ?? other.By,
            Doubt = Doubt ?? other.Doubt,
            Why = Why ?? other.Why,
        };
    }
}
