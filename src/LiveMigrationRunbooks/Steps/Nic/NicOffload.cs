using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.offload", "Switches offloads of a network interface on or off, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's. What is not given is left as found.", Disturbs = "Drivers may drop packets for a moment while they switch: refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback switches back what was switched and restores the file byte for byte.")]
public sealed record NicOffload(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Checksums of received packets are checked by the hardware.")] Switch? Rx = null,
    [Argument("Checksums of sent packets are made by the hardware.")] Switch? Tx = null,
    [Argument("TCP segmentation by the hardware, for IPv4 and IPv6.")] Switch? Tso = null,
    [Argument("Generic segmentation: the kernel cuts large packets as late as it can.")] Switch? Gso = null,
    [Argument("Generic receive offload: the kernel joins packets of one stream as early as it can.")] Switch? Gro = null,
    [Argument("Large receive offload: the hardware joins packets; harms hosts that forward or bridge.")] Switch? Lro = null,
    [Argument("VLAN tags of received packets are taken off by the hardware.")] Switch? Rxvlan = null,
    [Argument("VLAN tags of sent packets are put on by the hardware.")] Switch? Txvlan = null) : Setting<ValueMap<Switch>>, ISelfChecked
{
    private LinkFile Link => new(Device);

    private IEnumerable<(Offload Feature, Switch To)> Asked => Offload.All
        .Zip(new[] { Rx, Tx, Tso, Gso, Gro, Lro, Rxvlan, Txvlan })
        .Where(pair => pair.Second is not null)
        .Select(pair => (pair.First, pair.Second ?? Switch.Off));

    public override ValueList<string> Keys => [.. Asked.Select(asked => $"nic/{Device}#offload.{asked.Feature.Name}")];

    protected override ValueList<string> Files => [Link.Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (!Asked.Any()) yield return (null, "No offload is given.", $"Give at least one of {string.Join(", ", Offload.All.Select(each => each.Name))}.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Of("ethtool", "-k", Device), Link.Probe()];

    public override Dual<ValueMap<Switch>> Read(Answers answers, Scene scene)
    {
        var features = OffloadReading.All(answers[0]);
        var file = Link.Read(answers[1]);
        return new(
            answers[0].Succeeded ? Value.Known(Runtime(features)) : Value.Unreadable<ValueMap<Switch>>(answers[0].Complaint),
            Value.Known(Asked.SelectMany(asked => Persisted(asked.Feature, file)).ToValueMap()));
    }

    // The parts that tso and tx stand for are read too: switching the whole back would switch on parts that were off before.
    private ValueMap<Switch> Runtime(ValueMap<OffloadReading> features) => Asked
        .Where(asked => features.ContainsKey(asked.Feature.Printed))
        .SelectMany(asked => features[asked.Feature.Printed].Parts.Prepend(KeyValuePair.Create(asked.Feature.Name, features[asked.Feature.Printed].Is)))
        .ToValueMap();

    private static IEnumerable<KeyValuePair<string, Switch>> Persisted(Offload feature, LinkFileReading file)
    {
        var values = feature.LinkKeys.Select(key => file.Part(key, LinkFileReading.Switched)).Distinct().ToList();
        if (values is [{ } same]) yield return KeyValuePair.Create(feature.Name, same);
    }

    public override Dual<ValueMap<Switch>> Want(Dual<ValueMap<Switch>> now, Scene scene)
    {
        var asked = Asked.Select(each => KeyValuePair.Create(each.Feature.Name, each.To)).ToValueMap();
        // What is as asked keeps its parts as they are, so that neither the change nor its undo touches them.
        var kept = (now.Runtime.It ?? ValueMap<Switch>.Empty).Where(part => Asked.Any(each => each.Feature.StandsFor(part.Key) && Same(now.Runtime, each.Feature.Name, each.To)));
        return new(Value.Known(asked.Concat(kept).ToValueMap()), Value.Known(asked));
    }

    // Only what was asked for decides. A part that nobody named may be set by the driver, or by systemd at a boot: that is no stranger's change.
    public override bool Satisfied(Value<ValueMap<Switch>> now, Value<ValueMap<Switch>> want) =>
        now.IsKnown(out var have) && want.IsKnown(out var wanted)
        && wanted.Where(each => Asked.Any(asked => asked.Feature.Name == each.Key)).All(each => have.TryGetValue(each.Key, out var value) && value == each.Value);

    protected override IEnumerable<Refusal> Refuse(Dual<ValueMap<Switch>> now, Dual<ValueMap<Switch>> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return [DeviceName.Missing(Device, answers[0])];
        var features = OffloadReading.All(answers[0]);
        return [.. Asked.SelectMany(asked => Refuse(asked.Feature, asked.To, features)), .. Link.Read(answers[1]).Refuse(Device)];
    }

    private IEnumerable<Refusal> Refuse(Offload feature, Switch to, ValueMap<OffloadReading> features)
    {
        if (!features.TryGetValue(feature.Printed, out var found))
            yield return new Refusal(feature.Name, $"{Device} knows no {feature.Printed}.", $"Leave {feature.Name} out.");
        else if (found.Is != to && found.Fixed)
            yield return new Refusal(feature.Name, $"The driver of {Device} has {feature.Printed} fixed to {Name(found.Is)}.", $"Leave {feature.Name} out, or set on_refusal: leave.");
        else if (found.Is != to && found.Held)
            yield return new Refusal(feature.Name, $"{feature.Printed} of {Device} was asked for and stays off, because something it needs is off.", "Look at `ethtool -k` for what it needs (tso needs tx and sg).");
    }

    // On needs no part: one of them makes the whole be on.
    protected override IEnumerable<string> Notes(Dual<ValueMap<Switch>> want, Answers answers)
    {
        var features = OffloadReading.All(answers[0]);
        foreach (var asked in Asked.Where(asked => asked.To == Switch.Off && features.ContainsKey(asked.Feature.Printed)))
        {
            if (asked.Feature.NotKept(features[asked.Feature.Printed].Parts.Keys).ToList() is { Count: > 0 } lost)
                yield return $"after a boot {asked.Feature.Name} may be on again in part, until the next apply: no .link file can keep {string.Join(", ", lost)} off";
        }
    }

    protected override IEnumerable<Disturbance> Disturbs(Dual<ValueMap<Switch>> now, Dual<ValueMap<Switch>> want, Scene scene) =>
        Equals(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<ValueMap<Switch>> from, Value<ValueMap<Switch>> to)
    {
        if (!to.IsKnown(out var features)) yield break;
        // Where the parts are known they say all, and the whole would also ask for parts that the driver has fixed.
        var changes = features.Where(each => !Same(from, each.Key, each.Value) && !HasParts(each.Key, features)).ToList();
        if (changes.Count > 0) yield return Command.Of(["ethtool", "-K", Device, .. changes.SelectMany(each => new[] { each.Key, Name(each.Value) })]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<Switch>> from, Value<ValueMap<Switch>> to) =>
        (to.It ?? ValueMap<Switch>.Empty).Where(each => !Same(from, each.Key, each.Value)).SelectMany(each => Offload.All
            .First(known => known.Name == each.Key).LinkKeys
            .Select(key => Link.Write(key, each.Value == Switch.On ? "yes" : "no")));

    protected override ValueMap<Switch> PartOf(ValueMap<Switch> state, string key) => state.Where(each => $"nic/{Device}#offload.{each.Key}" == key).ToValueMap();

    protected override string Text(ValueMap<Switch> state) =>
        string.Join(", ", Asked.Where(asked => state.ContainsKey(asked.Feature.Name)).Select(asked => $"{asked.Feature.Name} {Name(state[asked.Feature.Name])}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<Switch>> now, Value<ValueMap<Switch>> want) =>
        (want.It ?? ValueMap<Switch>.Empty).Where(each => !Same(now, each.Key, each.Value)).Select(each => new Difference(
            $"{form} {each.Key}", now.It is { } have && have.TryGetValue(each.Key, out var value) ? Name(value) : "absent", Name(each.Value)));

    private static bool Same(Value<ValueMap<Switch>> now, string name, Switch to) => now.It is { } have && have.TryGetValue(name, out var value) && value == to;

    private static bool HasParts(string name, ValueMap<Switch> features) =>
        Offload.All.FirstOrDefault(known => known.Name == name) is { } feature && features.Keys.Any(feature.StandsFor);

    private static string Name(Switch value) => value == Switch.On ? "on" : "off";
}
