using System.Globalization;
using System.Text.Json;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.queue", "Sets the queueing discipline of a network interface, the rate it sends with and how many packets may wait, now and at boot.")]
[Risks("In effect at once, and again at each boot through a systemd unit for discipline and rate, and a .link file for the length. What is not given is left as found.", Disturbs = "Packets that wait are dropped once and sent again by TCP. A rate holds for all that leaves by this interface. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets the discipline that was read, gives the interface back to the kernel's default where it had that, and restores the files byte for byte.")]
public sealed partial record NicQueue(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Discipline at the root of the interface. tbf and cake hold a rate, fq paces each stream.")] Discipline? Discipline = null,
    [Argument("The most that leaves by this interface; with tbf, which needs it, or cake.", Example = "8Gbit/s")] ByteRate? Rate = null,
    [Argument("Bytes that tbf may send at once; what the rate brings in 4ms when not given, and 128KiB at least.", Example = "4MiB")] ByteSize? Burst = null,
    [Argument("Packets that may wait to be sent (txqueuelen).", Min = 1, Max = int.MaxValue, Example = "2000")] int? Length = null) : Setting<QueueState>, ISelfChecked
{
    private static readonly string s_leaves = ShellText.Of("Steps/Nic/queue-leaves.sh");
    private static readonly string s_state = ShellText.Of("Steps/Nic/queue-state.sh");
    private static readonly LinkKey s_length = new("TransmitQueueLength", 248);

    private LinkFile Link => new(Device);

    private QueueUnit Unit => new(Device);

    private string? Kind => Discipline is { } asked ? Word(asked) : null;

    internal static string Word(Discipline discipline) => JsonNamingPolicy.SnakeCaseLower.ConvertName(discipline.ToString());

    public override ValueList<string> Keys => [.. Kind is null ? [] : new[] { $"nic/{Device}#queue.root" }, .. Length is null ? [] : new[] { $"nic/{Device}#queue.length" }];

    protected override ValueList<string> Files => [.. Kind is null ? [] : Unit.Files, .. Length is null ? [] : new[] { Link.Path }];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Discipline is null && Length is null && Rate is null) yield return (null, "Nothing is to be set.", "Give a discipline, a length or both.");
        if (Rate is not null && Discipline is not (Nic.Discipline.Tbf or Nic.Discipline.Cake))
            yield return ("rate", $"{(Kind is { } kind ? $"With {kind} there is" : "Without a discipline there is")} no rate of the whole interface.", "Write discipline: tbf, or cake.");
        if (Rate is { BytesPerSecond: < 1000 }) yield return ("rate", "Less than 8kbit/s is no rate for an interface.", "Write a rate as 8Gbit/s.");
        if (Discipline == Nic.Discipline.Tbf && Rate is null) yield return ("discipline", "tbf is nothing but a rate.", "Give a rate, or another discipline.");
        if (Burst is not null && Discipline != Nic.Discipline.Tbf) yield return ("burst", "Only tbf has a burst.", "Remove burst, or write discipline: tbf.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
    [
        Command.Of("tc", "-j", "qdisc", "show", "dev", Device), Command.Of("ip", "-j", "-d", "link", "show", "dev", Device),
        Link.Probe(), Command.Sh(s_state, [Device, Unit.Path, .. Unit.Links, Kind ?? ""]),
    ];

    public override Dual<QueueState> Read(Answers answers, Scene scene)
    {
        var length = Link.Read(answers[2]).Part(s_length.Name, RingReading.Number);
        var kept = answers[3].Lines.FirstOrDefault(line => line.StartsWith("kept ", StringComparison.Ordinal))?[5..];
        return new(
            !answers[1].Succeeded ? Value.Unreadable<QueueState>(answers[1].Complaint)
                : !answers[0].Succeeded ? Value.Unreadable<QueueState>(answers[0].Complaint)
                : Value.Known(new QueueState(RootQueue.Of(answers[0].Text).Queue, null, Ip(answers).TryGetProperty("txqlen", out var packets) ? packets.GetInt32() : 0)),
            length is null && kept is null ? Value.Absent<QueueState>() : Value.Known(new QueueState(null, kept, length)));
    }

    public override Dual<QueueState> Want(Dual<QueueState> now, Scene scene)
    {
        var queue = Kind is { } kind ? Root(kind, now.Runtime.It?.Root) : now.Runtime.It?.Root;
        var kept = Kind is not null && queue is not null ? Unit.Line(queue) : now.Persisted.It?.Kept;
        return new(
            Value.Known(new QueueState(queue, null, Length ?? now.Runtime.It?.Length)),
            Value.Known(new QueueState(null, kept, Length ?? now.Persisted.It?.Length)));
    }

    // Where several queues send side by side, one discipline for all of them would be one lock for all processors: each gets its own. A rate can
    // only be held by one.
    private RootQueue Root(string kind, RootQueue? now) =>
        now?.Kind == RootQueue.Mq && Discipline is Nic.Discipline.Fq or Nic.Discipline.FqCodel or Nic.Discipline.Sfq or Nic.Discipline.PfifoFast
            ? new RootQueue(RootQueue.Mq, false, ValueMap<string>.Empty, kind)
            : new RootQueue(kind, false, Options.ToValueMap());

    public override bool Satisfied(Value<QueueState> now, Value<QueueState> want)
    {
        if (!now.IsKnown(out var have) || !want.IsKnown(out var wanted)) return now.Is == want.Is;
        return (Length is null || have.Length == wanted.Length)
            && (Kind is null || (have.Kept == wanted.Kept && (wanted.Root is not { } root || (have.Root?.Is(root) ?? false))));
    }

    protected override IEnumerable<Refusal> Refuse(Dual<QueueState> now, Dual<QueueState> want, Answers answers, Scene scene)
    {
        if (!answers[1].Succeeded) return [DeviceName.Missing(Device, answers[1])];
        if (!answers[0].Succeeded) return [DeviceName.Missing(Device, answers[0])];
        var told = answers[3].Lines.ToHashSet();
        var file = Link.Read(answers[2]);
        return
        [
            .. Kind is null ? [] : RefuseKind(now, want, answers, told),
            .. Length is null ? [] : file.Refuse(Device).Concat(file.Unknown("length", s_length)),
        ];
    }

    protected override IEnumerable<string> Notes(Dual<QueueState> want, Answers answers)
    {
        if (want.Runtime.It?.Root is { Kind: not RootQueue.Mq } root && Kind is not null && RootQueue.Of(answers[0].Text).Queue is { Kind: RootQueue.Mq })
            yield return $"{Device} sends from several queues side by side; with {root.Kind} all of them wait for one";
    }

    protected override string? CutsPath(Dual<QueueState> now, Dual<QueueState> want, Scene scene) => ManagementPath.Cuts(Device, scene);

    // A longer queue disturbs nobody.
    protected override IEnumerable<Disturbance> Disturbs(Dual<QueueState> now, Dual<QueueState> want, Scene scene) =>
        Kind is null || Satisfied(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<QueueState> from, Value<QueueState> to)
    {
        if (!to.IsKnown(out var wanted)) yield break;
        if (Kind is not null && wanted.Root is { } root && !(from.It?.Root?.Is(root) ?? false))
            yield return root.Default ? Command.Of("tc", "qdisc", "del", "dev", Device, "root")
                : root.Leaves is { } leaves ? Command.Sh(s_leaves, Device, leaves)
                : Command.Of(["tc", "qdisc", "replace", "dev", Device, "root", .. root.Words]);
        if (Length is not null && wanted.Length is { } packets && packets != from.It?.Length)
            yield return Command.Of("ip", "link", "set", "dev", Device, "txqueuelen", $"{packets}");
    }

    protected override IEnumerable<Command> WritePersisted(Value<QueueState> from, Value<QueueState> to)
    {
        if (Kind is not null && to.It?.Kept is { } line && line != from.It?.Kept) yield return Unit.Write(line);
        if (Length is not null && to.It?.Length != from.It?.Length) yield return Link.Write(s_length.Name, to.It?.Length?.ToString(CultureInfo.InvariantCulture));
    }

    protected override string Text(QueueState state) => string.Join(", ", Parts(state).Select(part => $"{part.Name} {part.Text}"));

    protected override IEnumerable<Difference> Differences(string form, Value<QueueState> now, Value<QueueState> want) =>
        Difference.OfParts(form, now.It is { } have ? Parts(have) : [], want.It is { } wanted ? Parts(wanted) : []);

    private IEnumerable<(string Name, string Text)> Parts(QueueState state)
    {
        if (Kind is not null && (state.Kept is { } kept ? Unit.Shown(kept) : state.Root?.ToString()) is { } queue) yield return ("discipline", state.Root is { Default: true } ? $"{queue} (the kernel's default)" : queue);
        if (Length is not null && state.Length is { } packets) yield return ("length", $"{packets}");
    }

    private IEnumerable<KeyValuePair<string, string>> Options
    {
        get
        {
            if (Rate is not { BytesPerSecond: var rate }) yield break;
            yield return KeyValuePair.Create(Discipline == Nic.Discipline.Cake ? "bandwidth" : "rate", $"{rate}bps");
            if (Discipline != Nic.Discipline.Tbf) yield break;
            yield return KeyValuePair.Create("burst", $"{Burst?.Bytes ?? Math.Max(128 * 1024, rate / 250)}b");
            yield return KeyValuePair.Create("latency", "50000us");
        }
    }

    private static JsonElement Ip(Answers answers) => JsonDocument.Parse(answers[1].Out).RootElement[0];
}

/// <summary>What queues before an interface. The running form has the discipline, the persisted one the line that a unit runs.</summary>
public sealed record QueueState(RootQueue? Root, string? Kept, int? Length);
