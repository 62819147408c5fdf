using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.link", "Sets speed, duplex, autonegotiation and pause frames of a network interface, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's. With autonegotiation speed and duplex are what the interface offers to the other end. What is not given is left as found.", Disturbs = "The link goes down for seconds, and does not come back where the other end has no such mode: then the change fails. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets what was read, the modes offered among it, and restores the file byte for byte.")]
public sealed partial record NicLink(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("The only speed: what is offered to the other end with autonegotiation, the fixed one without.", Example = "10Gbit/s")] ByteRate? Speed = null,
    [Argument("The only duplex: what is offered to the other end with autonegotiation, the fixed one without.")] Duplex? Duplex = null,
    [Argument("Speed and duplex are agreed with the other end. On copper 1Gbit/s and more need it.")] Switch? Autoneg = null,
    [Argument("Pause frames that are received are obeyed; needs autoneg_pause: off.")] Switch? RxPause = null,
    [Argument("Pause frames are sent when the rings are full; needs autoneg_pause: off.")] Switch? TxPause = null,
    [Argument("Pause frames are agreed with the other end.")] Switch? AutonegPause = null) : Setting<LinkState>, ISelfChecked
{
    private static readonly string s_set = ShellText.Of("Steps/Nic/link-set.sh");

    private LinkFile Link => new(Device);

    private long? Megabits => Speed?.BytesPerSecond / 125_000;

    private bool AsksModes => Speed is not null || Duplex is not null || Autoneg is not null;

    private bool AsksPause => RxPause is not null || TxPause is not null || AutonegPause is not null;

    public override ValueList<string> Keys =>
        [.. new[] { ("mode", AsksModes), ("pause", AsksPause) }.Where(part => part.Item2).Select(part => $"nic/{Device}#link.{part.Item1}")];

    protected override ValueList<string> Files => [Link.Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (!AsksModes && !AsksPause) yield return (null, "Nothing is to be set.", "Give at least one of speed, duplex, autoneg, rx_pause, tx_pause, autoneg_pause.");
        if (Speed is { } speed && (speed.BytesPerSecond == 0 || speed.BytesPerSecond % 125_000 != 0)) yield return ("speed", "The speed of a link is a whole number of Mbit/s.", "Write it as on the box: 100Mbit/s, 1Gbit/s, 25Gbit/s.");
        if (Duplex == Nic.Duplex.Half && Megabits > 1000) yield return ("duplex", "No link above 1Gbit/s has half duplex.", "Write duplex: full.");
        if (AutonegPause == Switch.On && RxPause is not null) yield return ("rx_pause", "With autoneg_pause: on it is agreed with the other end.", "Remove rx_pause, or write autoneg_pause: off.");
        if (AutonegPause == Switch.On && TxPause is not null) yield return ("tx_pause", "With autoneg_pause: on it is agreed with the other end.", "Remove tx_pause, or write autoneg_pause: off.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Of("ethtool", Device), Command.Of("ethtool", "-a", Device), Link.Probe()];

    public override Dual<LinkState> Read(Answers answers, Scene scene) =>
        new(LinkReading.Of(answers[0], answers[1]).Now, LinkKept.Read(Link.Read(answers[2])));

    public override Dual<LinkState> Want(Dual<LinkState> now, Scene scene)
    {
        var none = new LinkState(null, null, null, [], [], null, null, null);
        var have = now.Runtime.It ?? none;
        var autoneg = Autoneg ?? have.Autoneg;
        var offered = Speed is not null || Duplex is not null ? Fitting(have.Able) : autoneg == have.Autoneg ? have.Modes : have.Able;
        var run = have with
        {
            Autoneg = autoneg, RxPause = RxPause ?? have.RxPause, TxPause = TxPause ?? have.TxPause, AutonegPause = AutonegPause ?? have.AutonegPause,
            Modes = autoneg == Switch.On ? [.. offered] : have.Modes,
            Megabits = autoneg == Switch.On ? have.Megabits : Megabits ?? have.Megabits,
            Duplex = autoneg == Switch.On ? have.Duplex : Duplex ?? have.Duplex ?? (Speed is null ? null : Nic.Duplex.Full),
        };
        var file = now.Persisted.It ?? none;
        var kept = file with { RxPause = RxPause ?? file.RxPause, TxPause = TxPause ?? file.TxPause, AutonegPause = AutonegPause ?? file.AutonegPause };
        if (AsksModes)
        {
            kept = kept with
            {
                Autoneg = autoneg,
                // Nothing to say where all modes are offered: that is what a driver begins with.
                Modes = autoneg == Switch.On && (Speed is not null || Duplex is not null) ? [.. run.Modes.Select(LinkMode.Kept)] : [],
                Megabits = autoneg == Switch.On ? null : run.Megabits,
                Duplex = autoneg == Switch.On ? null : run.Duplex,
            };
        }
        return new(Value.Known(run), Value.Known(kept));
    }

    // With autonegotiation the speed is not ours: it is what both ends made of what they offer. A file says neither or either.
    public override bool Satisfied(Value<LinkState> now, Value<LinkState> want)
    {
        if (!now.IsKnown(out var have) || !want.IsKnown(out var wanted)) return now.Is == want.Is;
        var pauses = (RxPause is null || have.RxPause == wanted.RxPause) && (TxPause is null || have.TxPause == wanted.TxPause) && (AutonegPause is null || have.AutonegPause == wanted.AutonegPause);
        return pauses && (!AsksModes || (have.Autoneg == wanted.Autoneg && (wanted.Autoneg == Switch.On
            ? (Speed is null && Duplex is null) || have.Modes.ToHashSet().SetEquals(wanted.Modes)
            : (wanted.Megabits is null || have.Megabits == wanted.Megabits) && (wanted.Duplex is null || have.Duplex == wanted.Duplex))));
    }

    protected override IEnumerable<Refusal> Refuse(Dual<LinkState> now, Dual<LinkState> want, Answers answers, Scene scene)
    {
        var reading = LinkReading.Of(answers[0], answers[1]);
        if (!now.Runtime.IsKnown(out var have) || !want.Runtime.IsKnown(out var wanted)) return [DeviceName.Missing(Device, answers[0])];
        var file = Link.Read(answers[2]);
        return
        [
            .. AsksModes ? RefuseModes(reading, have, wanted) : [],
            .. AsksPause ? RefusePause(have) : [],
            .. file.Refuse(Device),
            .. Changes(now.Persisted.It, want.Persisted.It).Where(line => line.Text is not null).SelectMany(line => file.Unknown(null, line.Key)).DistinctBy(refusal => refusal.Reason),
        ];
    }

    protected override string? CutsPath(Dual<LinkState> now, Dual<LinkState> want, Scene scene) => ManagementPath.Cuts(Device, scene);

    protected override IEnumerable<Disturbance> Disturbs(Dual<LinkState> now, Dual<LinkState> want, Scene scene) =>
        Satisfied(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<LinkState> from, Value<LinkState> to)
    {
        if (!to.IsKnown(out var wanted) || !from.IsKnown(out var was)) yield break;
        if (AsksModes && Mode(was) != Mode(wanted)) yield return Command.Sh(s_set, [Device, "-s", .. Words(wanted)]);
        string[] pauses = [.. Pause("autoneg", was.AutonegPause, wanted.AutonegPause), .. Pause("rx", was.RxPause, wanted.RxPause), .. Pause("tx", was.TxPause, wanted.TxPause)];
        if (pauses.Length > 0) yield return Command.Sh(s_set, [Device, "-A", .. pauses]);
    }

    private static IEnumerable<string> Words(LinkState wanted)
    {
        if (wanted.Autoneg == Switch.On) return ["autoneg", "on", "advertise", .. wanted.Able.SelectMany(mode => new[] { mode, wanted.Modes.Contains(mode) ? "on" : "off" })];
        return ["autoneg", "off", .. wanted.Megabits is { } megabits ? new[] { "speed", $"{megabits}" } : [], .. wanted.Duplex is { } duplex ? new[] { "duplex", duplex.ToString().ToLowerInvariant() } : []];
    }

    private static IEnumerable<string> Pause(string word, Switch? was, Switch? to) => to is { } value && value != was ? [word, value.ToString().ToLowerInvariant()] : [];

    protected override IEnumerable<Command> WritePersisted(Value<LinkState> from, Value<LinkState> to) =>
        Changes(from.It, to.It).Select(line => Link.Write(line.Key.Name, line.Text));

    private static IEnumerable<(LinkKey Key, string? Text)> Changes(LinkState? from, LinkState? to) =>
        LinkKept.Lines(from).Zip(LinkKept.Lines(to)).Where(pair => pair.First.Text != pair.Second.Text).Select(pair => pair.Second);

    protected override string Text(LinkState state) => string.Join(", ", Parts(state).Select(part => $"{part.Name} {part.Text}"));

    protected override IEnumerable<Difference> Differences(string form, Value<LinkState> now, Value<LinkState> want) =>
        Difference.OfParts(form, now.It is { } have ? Parts(have) : [], want.It is { } wanted ? Parts(wanted) : []);

    private IEnumerable<(string Name, string Text)> Parts(LinkState state)
    {
        if (AsksModes) yield return ("link", Mode(state));
        if (RxPause is not null && state.RxPause is { } rx) yield return ("rx_pause", rx.ToString().ToLowerInvariant());
        if (TxPause is not null && state.TxPause is { } tx) yield return ("tx_pause", tx.ToString().ToLowerInvariant());
        if (AutonegPause is not null && state.AutonegPause is { } auto) yield return ("autoneg_pause", auto.ToString().ToLowerInvariant());
    }

    private static string Mode(LinkState state) => state.Autoneg switch
    {
        Switch.On => state.Modes.Count == 0 ? "autoneg on" : $"autoneg on, offers {string.Join(' ', state.Modes)}",
        Switch.Off => $"autoneg off{(state.Megabits is { } megabits ? ", " + LinkMode.Rate(megabits) : "")}{(state.Duplex is { } duplex ? " " + duplex.ToString().ToLowerInvariant() : "")}",
        _ => "not said",
    };
}
