using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;

namespace LiveMigrationRunbooks.Steps.Firewall;

[StepKind("firewall.ports", "Lets ports in from named networks only, now and at boot, in the firewall that the host has.")]
[Risks("In effect at once, and again at each boot: in firewalld's permanent rules, or in the file that nftables, iptables or ufw loads.", Disturbs = "Connections that stand are not touched.", Rollback = "Rollback takes back the openings that it made, and no others.")]
public sealed record FirewallPorts(
    [Argument("A port or a range with its protocol, or a list of them. libvirt sends guests to 49152-49215/tcp, and listens for TLS on 16514/tcp.", Example = "49152-49215/tcp")] ValueList<string> Ports,
    [Argument("Networks in CIDR form that may come in, one or a list; nothing is ever opened to everybody.", Example = "[\"198.51.100.0/24\"]")] ValueList<string> From,
    [Argument("Whether they shall be open: present, or absent to close what this kind has opened.")] Existence State = Existence.Present) : Setting<Openings>, ISelfChecked
{
    private static readonly string s_probe = FirewallReading.KernelText + ShellText.Of("Steps/Firewall/firewall-state.sh");

    public override ValueList<string> Keys => [.. Ports.SelectMany(ports => From.Select(network => $"firewall#{ports} from {network}"))];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Ports.Count == 0) yield return ("ports", "No port is given.", "Write ports: 49152-49215/tcp.");
        if (From.Count == 0) yield return ("from", "No network is given, and lmr opens nothing to everybody.", "Name the networks that may come in.");
        foreach (var wrong in PortRange.Wrong(Ports).Concat(Network.Wrong("from", From))) yield return wrong;
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, [.. From])];

    public override Dual<Openings> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<Openings>(answers[0].Complaint), Value.Unreadable<Openings>(answers[0].Complaint));
        var reading = FirewallReading.Of(answers[0]);
        if (InForce(reading) is not { } firewall) return new(NotOne(reading), NotOne(reading));
        var all = firewall.Read(reading, Asked);
        return new(all.Runtime.Map(Own), all.Persisted.Map(Own));
    }

    public override Dual<Openings> Want(Dual<Openings> now, Scene scene) => new(Wanted(now.Runtime), Wanted(now.Persisted));

    public override bool Satisfied(Value<Openings> now, Value<Openings> want) =>
        now.IsKnown(out var have) && want.IsKnown(out var asked) && have.Open.Equals(asked.Open);

    protected override ValueList<string> FilesOf(Dual<Openings> now) =>
        now.Persisted.It is { } persisted ? Writer(persisted).Files(persisted) : [];

    // firewalld never looks at its files again: it would call a rule permanent that is in none of them, and not write it a second time.
    protected override bool TellsDaemon(Dual<Openings> now) => now.Persisted.It?.Firewall == Openings.Firewalld;

    protected override IEnumerable<Refusal> Refuse(Dual<Openings> now, Dual<Openings> want, Answers answers, Scene scene)
    {
        var reading = FirewallReading.Of(answers[0]);
        if (now.Runtime.Is == Presence.Unreadable)
            return [new Refusal(null, $"The firewall cannot be read: {now.Runtime.Why}.", "Look at firewall-cmd --state and nft list ruleset on the host.")];
        if (InForce(reading) is { } firewall) return [.. firewall.Refuse(reading, Asked), .. Lockout(reading, firewall, now, scene)];
        var keepers = reading.Keepers().ToList();
        return keepers is ["iptables-legacy"]
            ? [new Refusal(null, "iptables-legacy filters here, and the host's iptables is the other one, which neither sees nor writes its rules.", "Make one of them the host's iptables (update-alternatives --config iptables), and take away the rules of the other.")]
            : keepers.Count > 0
            ? [new Refusal(null, $"{string.Join(" and ", keepers)} filter here at the same time, and a packet must get past all of them.", "Leave the filtering to one of them, and switch off the others.")]
            : [new Refusal(null, "No firewall that lmr knows is in force; nothing is filtered.", "Leave this host out with when: facts.firewall != \"none\", or set up a firewall.")];
    }

    // A rule that lets more in, before all others, turns nobody away.
    protected override string? CutsPath(Dual<Openings> now, Dual<Openings> want, Scene scene) => State == Existence.Absent ? "less is let in than before" : null;

    protected override IEnumerable<Command> WriteRuntime(Value<Openings> from, Value<Openings> to) =>
        from.It is { } was && to.It is { } shall ? Writer(shall).Runtime(was.Open.Except(shall.Open), shall.Open.Except(was.Open)) : [];

    protected override IEnumerable<Command> WritePersisted(Value<Openings> from, Value<Openings> to) =>
        from.It is { } was && to.It is { } shall ? Writer(shall).Persist(was.Open.Except(shall.Open), shall.Open.Except(was.Open)) : [];

    protected override string Text(Openings state) => state.Open.Count == 0 ? "none open" : string.Join(", ", state.Open);

    protected override IEnumerable<Difference> Differences(string form, Value<Openings> now, Value<Openings> want)
    {
        var (was, shall) = (now.It?.Open ?? [], want.It?.Open ?? []);
        return shall.Except(was).Select(each => new Difference($"{form} {each}", "closed", "open"))
            .Concat(was.Except(shall).Select(each => new Difference($"{form} {each}", "open", "closed")));
    }

    private Question Asked => new(Ports, From, State == Existence.Absent);

    private static Value<Openings> NotOne(FirewallReading reading) => Value.NotApplicable<Openings>(
        reading.Keepers().ToList() is { Count: > 0 } keepers ? $"{string.Join(" and ", keepers)} filter at the same time" : "no firewall that lmr knows is in force");

    private static IFirewall? InForce(FirewallReading reading) => reading.Keepers().ToList() switch
    {
        [Openings.Firewalld] => new Firewalld(),
        [Openings.Ufw] => new Ufw(),
        [Openings.Iptables] => new Iptables(Iptables.HomeOf(reading)),
        [Openings.Nftables] => new Nftables(reading.Lines["conf"].FirstOrDefault() ?? ""),
        _ => null,
    };

    private static IFirewall Writer(Openings state) => state.Firewall switch
    {
        Openings.Firewalld => new Firewalld(),
        Openings.Ufw => new Ufw(),
        Openings.Iptables => new Iptables(state.Home),
        _ => new Nftables(state.Home),
    };

    // Closing the port that this session came in through: the session would stay, and the next login would not come in.
    private IEnumerable<Refusal> Lockout(FirewallReading reading, IFirewall firewall, Dual<Openings> now, Scene scene)
    {
        if (State != Existence.Absent) return [];
        var closing = (now.Runtime.It?.Open ?? []).Concat(now.Persisted.It?.Open ?? []).ToHashSet();
        var left = reading.Kernel.Without(rule => firewall.Name is Openings.Nftables or Openings.Iptables
            ? closing.Any(opening => opening.Comment == rule.Comment)
            : closing.Any(opening => rule.Admits == (opening.From, opening.Ports)));
        return SshLockout.Refuse(left, "state", "Closing these ports", scene);
    }

    private Openings Own(Openings all) => all with { Open = Sorted(all.Open.Where(each => Ports.Contains(each.Ports) && From.Contains(each.From))) };

    private Value<Openings> Wanted(Value<Openings> now) => now.Map(found => found with
    {
        Open = State == Existence.Absent ? [] : Sorted(found.Gateways.SelectMany(gateway => Ports.Select(ports => new Opening(gateway.Where, ports, gateway.From)))),
    });

    private static ValueList<Opening> Sorted(IEnumerable<Opening> openings) => [.. openings.Distinct().OrderBy(each => each.ToString(), StringComparer.Ordinal)];
}
