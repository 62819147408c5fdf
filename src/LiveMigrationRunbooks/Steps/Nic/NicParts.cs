using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// A setting made of parts that <c>ethtool</c> sets in one call and a <c>.link</c> file keeps key by key: only the parts that a runbook names
/// are read, compared and written.
/// </summary>
public abstract record NicParts : Setting<PartValues>, ISelfChecked
{
    private protected abstract string Nic { get; }

    /// <summary>The word that begins the kind's keys.</summary>
    private protected abstract string Noun { get; }

    /// <summary>What the kind does not do without, for refusals: <c>interrupt coalescing</c>.</summary>
    private protected abstract string Feature { get; }

    /// <summary>The options of <c>ethtool</c> that read and write it.</summary>
    private protected abstract (string Read, string Write) Options { get; }

    private protected abstract IReadOnlyList<NicPart> Parts { get; }

    /// <summary>What the runbook gives for each of <see cref="Parts"/>.</summary>
    private protected abstract IReadOnlyList<int?> Given { get; }

    /// <summary>All parts in an answer of <c>ethtool</c>; without those that the driver does not have.</summary>
    private protected abstract ValueMap<int> Told(CommandResult answer);

    private protected abstract IEnumerable<Refusal> RefuseParts(CommandResult answer, ValueMap<int> told);

    private protected LinkFile Link => new(Nic);

    private protected IEnumerable<(NicPart Part, int To)> Asked => Parts.Zip(Given).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second ?? 0));

    public sealed override ValueList<string> Keys => [.. Asked.Select(asked => $"nic/{Nic}#{Noun}.{asked.Part.Name}")];

    protected sealed override ValueList<string> Files => [Link.Path];

    public virtual IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (!Asked.Any()) yield return (null, "Nothing is to be set.", $"Give at least one of {string.Join(", ", Parts.Select(part => part.Name))}.");
    }

    public sealed override ValueList<Command> Probe(Scene scene) => [Command.Of("ethtool", Options.Read, Nic), Link.Probe()];

    public sealed override Dual<PartValues> Read(Answers answers, Scene scene)
    {
        var file = Link.Read(answers[1]);
        var kept = Asked.SelectMany(asked => file.Part(asked.Part.Key.Name, asked.Part.OfFile) is { } value ? [KeyValuePair.Create(asked.Part.Name, value)] : Array.Empty<KeyValuePair<string, int>>()).ToValueMap();
        return new(Runtime(answers[0]), kept.Count == 0 ? Value.Absent<PartValues>() : Value.Known(new PartValues(kept)));
    }

    private Value<PartValues> Runtime(CommandResult answer)
    {
        if (answer.ErrorText.Contains("Operation not supported", StringComparison.Ordinal)) return Value.NotApplicable<PartValues>("Operation not supported");
        if (!answer.Succeeded) return Value.Unreadable<PartValues>(answer.Complaint);
        var told = Told(answer);
        var asked = Asked.Select(each => each.Part.Name).ToHashSet();
        return Value.Known(new PartValues(told.Where(each => asked.Contains(each.Key)).ToValueMap(), Driver: true));
    }

    public sealed override Dual<PartValues> Want(Dual<PartValues> now, Scene scene)
    {
        var wanted = Asked.Select(asked => KeyValuePair.Create(asked.Part.Name, asked.To)).ToValueMap();
        return new(Value.Known(new PartValues(wanted, Driver: true)), Value.Known(new PartValues(wanted)));
    }

    // What a driver answers may be rounded; what stands in a file is not.
    public sealed override bool Satisfied(Value<PartValues> now, Value<PartValues> want) =>
        now.Is == want.Is && (!now.IsKnown(out var have) || !want.IsKnown(out var wanted) || wanted.Values.All(each => Is(have, each.Key, each.Value)));

    protected sealed override IEnumerable<Refusal> Refuse(Dual<PartValues> now, Dual<PartValues> want, Answers answers, Scene scene)
    {
        if (now.Runtime.Is == Presence.NotApplicable)
            return [new Refusal("device", $"The driver of {Nic} has no {Feature} ({now.Runtime.Why}).", "Leave this interface out, or set on_refusal: leave.")];
        if (now.Runtime.Is != Presence.Known) return [DeviceName.Missing(Nic, answers[0])];
        var told = Told(answers[0]);
        var file = Link.Read(answers[1]);
        return
        [
            .. Asked.Where(asked => !told.ContainsKey(asked.Part.Name)).Select(asked =>
                new Refusal(asked.Part.Name, $"The driver of {Nic} has no {asked.Part.Word}{(Noun == "channels" ? " channels" : "")} to set (n/a).", $"Leave {asked.Part.Name} out, or set on_refusal: leave.")),
            .. RefuseParts(answers[0], told),
            .. file.Refuse(Nic),
            .. Asked.SelectMany(asked => file.Unknown(asked.Part.Name, asked.Part.Key)).DistinctBy(refusal => file.Systemd == 0 ? refusal.Reason : refusal.Argument),
        ];
    }

    protected sealed override string? CutsPath(Dual<PartValues> now, Dual<PartValues> want, Scene scene) => ManagementPath.Cuts(Nic, scene);

    protected sealed override IEnumerable<Disturbance> Disturbs(Dual<PartValues> now, Dual<PartValues> want, Scene scene) =>
        Satisfied(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Nic);

    protected sealed override IEnumerable<Command> WriteRuntime(Value<PartValues> from, Value<PartValues> to)
    {
        if (!to.IsKnown(out var values)) yield break;
        var changes = Changes(from, values).SelectMany(change => new[] { change.Part.Word, change.Part.Text(change.To) }).ToList();
        // In one call: each may take the link down and up again, and values that only go together must come together.
        if (changes.Count > 0) yield return Command.Of(["ethtool", Options.Write, Nic, .. changes]);
    }

    protected sealed override IEnumerable<Command> WritePersisted(Value<PartValues> from, Value<PartValues> to) =>
        to.IsKnown(out var values) ? Changes(from, values).Select(change => Link.Write(change.Part.Key.Name, change.Part.Kept(change.To))) : [];

    protected sealed override PartValues PartOf(PartValues state, string key) => state with { Values = state.Values.Where(each => $"nic/{Nic}#{Noun}.{each.Key}" == key).ToValueMap() };

    protected sealed override string Text(PartValues state) =>
        string.Join(", ", Parts.Where(part => state.Values.ContainsKey(part.Name)).Select(part => $"{part.Name} {part.Text(state.Values[part.Name])}"));

    protected sealed override IEnumerable<Difference> Differences(string form, Value<PartValues> now, Value<PartValues> want) =>
        want.IsKnown(out var values)
            ? Changes(now, values).Select(change => new Difference(
                $"{form} {change.Part.Name}", now.It is { } have && have.Values.TryGetValue(change.Part.Name, out var value) ? change.Part.Text(value) : "absent", change.Part.Text(change.To)))
            : [];

    private IEnumerable<(NicPart Part, int To)> Changes(Value<PartValues> from, PartValues to) =>
        Parts.Where(part => to.Values.ContainsKey(part.Name)).Select(part => (part, to.Values[part.Name])).Where(change => from.It is not { } have || !Is(have, change.part.Name, change.Item2));

    private bool Is(PartValues have, string name, int wanted) => have.Values.TryGetValue(name, out var value)
        && (value == wanted || (have.Driver && Parts.First(part => part.Name == name).Rounds(value, wanted)));
}

/// <summary>Values of parts by argument; a switch is 0 or 1.</summary>
/// <param name="Driver">Told by a driver, which rounds what it is given.</param>
public sealed record PartValues(ValueMap<int> Values, bool Driver = false);
