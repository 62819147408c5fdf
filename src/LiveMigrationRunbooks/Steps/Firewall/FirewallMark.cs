using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>
/// Marks are rules in a table of our own, whatever firewall the host has: nobody else's rules are touched, and nobody's reload takes them away
/// but a flush of everything, which nftables.service does. So the unit that loads them at boot follows that service.
/// </summary>
[StepKind("firewall.mark", "Marks packets of migrations with a class (DSCP) that switches on their way can tell them by.")]
[Risks("In effect at once, and again at each boot by a unit of its own, lmr-mark.service.", Disturbs = "Connections that stand are marked from then on; switches may put their packets into another queue.", Rollback = "Rollback takes back the marks that it made, and no others.")]
public sealed record FirewallMark(
    [Argument("A port or a range with its protocol, or a list of them; what goes to these ports is marked, and what goes back from them. libvirt sends guests to 49152-49215/tcp.", Example = "49152-49215/tcp")] ValueList<string> Ports,
    [Argument("Networks in CIDR form whose packets are marked on their way out, one or a list.", Example = "[\"198.51.100.0/24\"]")] ValueList<string> To,
    [Argument("The class by name (cs1, af11, ef) or as a number from 0 to 63. cs1 is what networks give way to all else.", Example = "cs1")] string Dscp,
    [Argument("Whether they shall be marked: present, or absent to take away the marks that this kind has made.")] Existence State = Existence.Present) : Setting<Marks>, ISelfChecked
{
    private const string File = "/etc/nftables.d/lmr-mark.nft";
    private const string Unit = "/etc/systemd/system/lmr-mark.service";
    private static readonly string s_probe = ShellText.Of("Steps/Firewall/mark-state.sh");
    private static readonly string s_set = ShellText.Of("Steps/Firewall/mark-set.sh");
    private static readonly string s_persist = ShellText.Of("Steps/Firewall/mark-persist.sh");

    public override ValueList<string> Keys => [.. Ports.SelectMany(ports => To.Select(network => $"firewall.mark#{ports} to {network}"))];

    protected override ValueList<string> Files => [File, Unit, "/etc/systemd/system/multi-user.target.wants/lmr-mark.service"];

    // The unit is told to go, or to load what it had, before its files are put back.
    protected override bool TellsDaemon(Dual<Marks> now) => true;

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Ports.Count == 0) yield return ("ports", "No port is given.", "Write ports: 49152-49215/tcp.");
        if (To.Count == 0) yield return ("to", "No network is given.", "Name the networks that guests move over.");
        foreach (var wrong in PortRange.Wrong(Ports).Concat(Network.Wrong("to", To))) yield return wrong;
        if (Firewall.Dscp.Of(Dscp) is null)
        {
            var near = Suggestion.For(Dscp, Firewall.Dscp.Names);
            yield return ("dscp", $"'{Dscp}' names no class, and is no number from 0 to 63.", near is null ? "Write cs1, af11, ef or a number from 0 to 63." : Suggestion.Question(Dscp, near));
        }
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, File)];

    public override Dual<Marks> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<Marks>(answers[0].Complaint), Value.Unreadable<Marks>(answers[0].Complaint));
        var reading = FirewallReading.Of(answers[0]);
        var running = reading.Nftables.Chains.SelectMany(chain => chain.Rules).Select(rule => (rule.Comment, Text: Mark.Plain(rule.Text))).ToList();
        var kept = reading.Lines["file"].Select(line => line.Trim().Split(" comment ")).Where(parts => parts.Length == 2).Select(parts => (Comment: parts[1].Trim('"'), Text: Mark.Plain(parts[0]))).ToList();
        return new(Value.Known(new Marks(Made(running))), Value.Known(new Marks(Made(kept), reading.Lines["boot"].Contains("yes"))));
    }

    public override Dual<Marks> Want(Dual<Marks> now, Scene scene) => new(now.Runtime.Map(found => found with { Made = Wanted }), now.Persisted.Map(_ => new Marks(Wanted)));

    public override bool Satisfied(Value<Marks> now, Value<Marks> want) =>
        now.IsKnown(out var have) && want.IsKnown(out var asked) && have.Made.Equals(asked.Made) && (have.Loaded || asked.Made.Count == 0 || !asked.Loaded);

    protected override IEnumerable<Refusal> Refuse(Dual<Marks> now, Dual<Marks> want, Answers answers, Scene scene) =>
        now.Runtime.Is == Presence.Unreadable
            ? [new Refusal(null, $"The rules of the kernel cannot be read: {now.Runtime.Why}.", "Look at nft list tables on the host.")] : [];

    protected override IEnumerable<Command> WriteRuntime(Value<Marks> from, Value<Marks> to) =>
        Each(from, to).Select(each => Command.Sh(s_set, [each.Comment, .. each.Rules]));

    protected override IEnumerable<Command> WritePersisted(Value<Marks> from, Value<Marks> to) =>
        from.It is { } was && to.It is { } shall && shall.Loaded && !was.Loaded && was.Made.Equals(shall.Made)
            ? shall.Made.Select(mark => Command.Sh(s_persist, [File, Unit, mark.Comment, .. mark.Rules()]))
            : Each(from, to).Select(each => Command.Sh(s_persist, [File, Unit, each.Comment, .. each.Rules]));

    protected override string Text(Marks state) =>
        (state.Made.Count == 0 ? "not marked" : string.Join(", ", state.Made.Select(mark => $"{mark} marked {Firewall.Dscp.Text(mark.Dscp)}"))) + (state.Loaded || state.Made.Count == 0 ? "" : ", not loaded at boot");

    protected override IEnumerable<Difference> Differences(string form, Value<Marks> now, Value<Marks> want)
    {
        var (was, shall) = (now.It?.Made ?? [], want.It?.Made ?? []);
        foreach (var name in was.Concat(shall).Select(mark => mark.ToString()).Distinct().Order(StringComparer.Ordinal))
        {
            var (one, other) = (Of(was, name), Of(shall, name));
            if (one != other) yield return new Difference($"{form} {name}", one, other);
        }
        if (shall.Count > 0 && now.It is { Loaded: false }) yield return new Difference($"{form} lmr-mark.service", "not loaded at boot", "loaded at boot");

        static string Of(ValueList<Mark> marks, string name) => marks.FirstOrDefault(mark => mark.ToString() == name) is { } mark ? Firewall.Dscp.Text(mark.Dscp) : "not marked";
    }

    private ValueList<Mark> Wanted => State == Existence.Absent ? [] : [.. All(Firewall.Dscp.Of(Dscp) ?? 0)];

    private IEnumerable<Mark> All(int dscp) => Ports.SelectMany(ports => To.Select(network => new Mark(ports, network, dscp))).Distinct().OrderBy(mark => mark.ToString(), StringComparer.Ordinal);

    // Both rules, nothing else under that comment, and one class: else it counts as not made, and is made anew.
    private ValueList<Mark> Made(List<(string Comment, string Text)> rules) =>
    [
        .. All(0).SelectMany(mark => rules.Where(rule => rule.Comment == mark.Comment).Select(rule => rule.Text).ToHashSet() is { Count: 2 } found
            ? Enumerable.Range(0, 64).Select(dscp => mark with { Dscp = dscp }).Where(candidate => found.SetEquals(candidate.Rules().Select(Mark.Plain))) : []),
    ];

    private static IEnumerable<(string Comment, IEnumerable<string> Rules)> Each(Value<Marks> from, Value<Marks> to)
    {
        var (was, shall) = (from.It?.Made ?? [], to.It?.Made ?? []);
        return was.Where(mark => shall.All(other => other.Comment != mark.Comment)).Select(mark => (mark.Comment, Enumerable.Empty<string>()))
            .Concat(shall.Where(mark => !was.Contains(mark)).Select(mark => (mark.Comment, mark.Rules())));
    }
}
