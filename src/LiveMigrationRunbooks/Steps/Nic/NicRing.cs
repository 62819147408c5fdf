using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.ring", "Sets the receive and transmit ring sizes of a network interface, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's.", Disturbs = "The driver may take the link down for a moment: guests and migrations on this interface wait for it. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets the sizes that were read and restores the file byte for byte.")]
public sealed record NicRing(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Receive descriptors, one for each packet that may wait; left as found when not given. The driver says how many it has.", Min = 1, Max = 65536, Example = "4096")] int? Rx = null,
    [Argument("Transmit descriptors, one for each packet that may wait; left as found when not given. The driver says how many it has.", Min = 1, Max = 65536, Example = "4096")] int? Tx = null) : Setting<RingSizes>, ISelfChecked
{
    private LinkFile Link => new(Device);

    public override ValueList<string> Keys =>
        [.. Rx is null ? [] : new[] { $"nic/{Device}#ring.rx" }, .. Tx is null ? [] : new[] { $"nic/{Device}#ring.tx" }];

    protected override ValueList<string> Files => [Link.Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Rx is null && Tx is null) yield return (null, "Neither rx nor tx is given.", "Give rx, tx or both.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Of("ethtool", "-g", Device), Link.Probe()];

    public override Dual<RingSizes> Read(Answers answers, Scene scene) => new(
        RingReading.Of(answers[0]).Now,
        Persisted(Link.Read(answers[1])));

    public override Dual<RingSizes> Want(Dual<RingSizes> now, Scene scene) => new(Wanted(now.Runtime), Wanted(now.Persisted));

    protected override IEnumerable<Refusal> Refuse(Dual<RingSizes> now, Dual<RingSizes> want, Answers answers, Scene scene)
    {
        var reading = RingReading.Of(answers[0]);
        if (reading.Now.Is == Presence.NotApplicable)
            return [new Refusal("device", $"The driver of {Device} has no rings ({reading.Now.Why}).", "Leave this interface out, or set on_refusal: leave.")];
        if (reading.Now.Is != Presence.Known) return [DeviceName.Missing(Device, answers[0])];
        return
        [
            .. TooMany("rx", Rx, reading.Most.Rx),
            .. TooMany("tx", Tx, reading.Most.Tx),
            .. Link.Read(answers[1]).Refuse(Device),
        ];
    }

    protected override string? CutsPath(Dual<RingSizes> now, Dual<RingSizes> want, Scene scene) => ManagementPath.Cuts(Device, scene);

    protected override IEnumerable<Disturbance> Disturbs(Dual<RingSizes> now, Dual<RingSizes> want, Scene scene) =>
        Equals(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<RingSizes> from, Value<RingSizes> to)
    {
        if (!to.IsKnown(out var sizes)) yield break;
        var was = from.It;
        List<string> changes = [];
        if (sizes.Rx is { } rx && rx != was?.Rx) changes.AddRange(["rx", $"{rx}"]);
        if (sizes.Tx is { } tx && tx != was?.Tx) changes.AddRange(["tx", $"{tx}"]);
        // Both in one call: each call may take the link down and up again.
        if (changes.Count > 0) yield return Command.Of(["ethtool", "-G", Device, .. changes]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<RingSizes> from, Value<RingSizes> to)
    {
        if (from.It?.Rx != to.It?.Rx) yield return Link.Write("RxBufferSize", to.It?.Rx?.ToString(CultureInfo.InvariantCulture));
        if (from.It?.Tx != to.It?.Tx) yield return Link.Write("TxBufferSize", to.It?.Tx?.ToString(CultureInfo.InvariantCulture));
    }

    protected override RingSizes PartOf(RingSizes state, string key) => key.EndsWith("#ring.rx", StringComparison.Ordinal) ? state with { Tx = null } : state with { Rx = null };

    protected override string Text(RingSizes state) => $"rx {Size(state.Rx)}, tx {Size(state.Tx)}";

    protected override IEnumerable<Difference> Differences(string form, Value<RingSizes> now, Value<RingSizes> want)
    {
        if (now.It?.Rx != want.It?.Rx) yield return new Difference($"{form} rx", Size(now.It?.Rx), Size(want.It?.Rx));
        if (now.It?.Tx != want.It?.Tx) yield return new Difference($"{form} tx", Size(now.It?.Tx), Size(want.It?.Tx));
    }

    private static string Size(int? size) => size is { } known ? $"{known}" : "absent";

    private static Value<RingSizes> Persisted(LinkFileReading file)
    {
        var sizes = new RingSizes(file.Part("RxBufferSize", RingReading.Number), file.Part("TxBufferSize", RingReading.Number));
        return sizes is { Rx: null, Tx: null } ? Value.Absent<RingSizes>() : Value.Known(sizes);
    }

    private Value<RingSizes> Wanted(Value<RingSizes> now) => Value.Known(new RingSizes(Rx ?? now.It?.Rx, Tx ?? now.It?.Tx));

    private IEnumerable<Refusal> TooMany(string argument, int? asked, int? most)
    {
        if (asked is not { } size) yield break;
        if (most is null or 0)
            yield return new Refusal(argument, $"The driver of {Device} has no {argument} ring to set.", $"Leave {argument} out.");
        else if (size > most)
            yield return new Refusal(argument, $"The hardware of {Device} allows at most {most}, not {size}.", $"Use {most} or less.");
    }
}

/// <summary>Descriptors in the receive and the transmit ring; null where the driver has none or the file says nothing.</summary>
public sealed record RingSizes(int? Rx, int? Tx);
