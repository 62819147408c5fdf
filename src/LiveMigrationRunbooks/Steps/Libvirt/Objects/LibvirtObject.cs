using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>
/// What storage pools and networks have in common: libvirt keeps a definition of each, which is compared by what it says, and a step changes only
/// the parts that it names. Whether it is active is a part of one state, because nothing can be started before it is defined.
/// </summary>
public abstract record LibvirtObject : Setting<ObjectState>
{
    internal const string NamePattern = "[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}";
    internal const string NameWords = "a name of letters, digits, '_', '.', '+' and '-'";

    private static readonly string s_guests = ShellText.Of("Steps/Libvirt/Objects/object-guests.sh");
    private static readonly string s_probe = s_guests + ShellText.Of("Steps/Libvirt/Objects/object-state.sh");
    private static readonly string s_write = s_guests + ShellText.Of("Steps/Libvirt/Objects/object-write.sh");
    private static readonly string s_load = ShellText.Of("Steps/Libvirt/Objects/object-load.sh");
    private static readonly Value<ObjectState> s_noRuntime = Value.NotApplicable<ObjectState>("its definition and whether it is active are one state");

    private protected sealed record Wish(string Kind, string Name, string Folder, Existence State, bool Active, bool Autostart)
    {
        public string File => $"{Folder}/{Name}.xml";
    }

    private protected abstract Wish Asked { get; }

    /// <summary>The parts of a definition that this kind knows.</summary>
    private protected abstract IEnumerable<KeyValuePair<string, string>> PartsOf(XElement definition);

    /// <summary>The parts that the step asks for.</summary>
    private protected abstract ValueMap<string> AskedParts { get; }

    /// <summary>The definition with the parts that the step asks for, all else as it is; of nothing where there is none yet.</summary>
    private protected abstract XElement Edited(XElement? definition);

    /// <summary>A folder that it stands on; null where it stands on none that the host could lack.</summary>
    private protected virtual string? StandsOn => null;

    /// <summary>Whether the folder is made where it is not there.</summary>
    private protected virtual bool Builds => false;

    /// <summary>Texts in definitions of guests that would lose it; none where guests that lose it may be disturbed with leave.</summary>
    private protected abstract ValueList<string> UsedAs(ObjectState state);

    public override ValueList<string> Keys => [$"libvirt/{Asked.Kind}/{Asked.Name}"];

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, Asked.Kind, Asked.Name, StandsOn ?? "", AskedParts.GetValueOrDefault("type", ""))];

    // A folder that is to be made is kept too, so that a way back takes it away.
    protected override ValueList<string> Files => [Asked.File, $"{Asked.Folder}/autostart/{Asked.Name}.xml", .. Builds && StandsOn is { } folder ? new[] { folder } : []];

    protected override bool TellsDaemon(Dual<ObjectState> now) => true;

    protected override IEnumerable<Command> AfterFiles => [Command.Sh(s_load, Asked.Kind, Asked.Name, Asked.Folder)];

    public override Dual<ObjectState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(s_noRuntime, Value.Unreadable<ObjectState>(answers[0].Complaint));
        var reading = ObjectReading.Of(answers[0]);
        return new(s_noRuntime, reading is { IsPersistent: true, Kept: { } kept } ? Value.Known(Read(kept, reading)) : Value.Absent<ObjectState>());
    }

    private ObjectState Read(string kept, ObjectReading reading)
    {
        var (defined, running) = (PartsOf(ObjectReading.Parse(kept)).ToValueMap(), reading.Running is { } xml ? PartsOf(ObjectReading.Parse(xml)).ToValueMap() : null);
        return new(Map([
            .. defined,
            new("active", Word(reading.IsActive)), new("autostart", Word(reading.StartsAtBoot)),
            .. running is null ? [] : new KeyValuePair<string, string>[] { new("loaded", Word(defined.All(each => running.GetValueOrDefault(each.Key) == each.Value))) },
        ]), Lasting(ObjectReading.Parse(kept)), reading.Guests.Count > 0 ? reading.Guests : null);
    }

    // How full a pool is stands in its definition too, and is another one each time.
    private static string Lasting(XElement definition)
    {
        definition.Elements().Where(element => element.Name.LocalName is "capacity" or "allocation" or "available").Remove();
        return definition.ToString();
    }

    private static ValueMap<string> Map(IEnumerable<KeyValuePair<string, string>> parts) => parts.ToValueMap();

    private static string Word(bool yes) => yes ? ObjectState.Yes : ObjectState.No;

    public override Dual<ObjectState> Want(Dual<ObjectState> now, Scene scene)
    {
        if (Asked.State == Existence.Absent) return new(s_noRuntime, Value.Absent<ObjectState>());
        var xml = Edited(now.Persisted.It is { } found ? ObjectReading.Parse(found.Xml) : null);
        return new(s_noRuntime, Value.Known(new ObjectState(Map([
            .. PartsOf(xml), new("active", Word(Asked.Active)), new("autostart", Word(Asked.Autostart)),
            .. Asked.Active ? new KeyValuePair<string, string>[] { new("loaded", ObjectState.Yes) } : [],
        ]), xml.ToString())));
    }

    // What libvirt adds by itself is no difference.
    public override bool Satisfied(Value<ObjectState> now, Value<ObjectState> want) =>
        now.IsKnown(out var found) && want.IsKnown(out var wanted) ? !found.Differing(wanted).Any() : now.Is == want.Is && now.Is != Presence.Unreadable;

    protected override IEnumerable<Refusal> Refuse(Dual<ObjectState> now, Dual<ObjectState> want, Answers answers, Scene scene)
    {
        if (now.Persisted.Is == Presence.Unreadable) return [new Refusal(null, $"libvirt does not answer: {answers[0].Complaint}.", "Look at `journalctl -u libvirtd -u virtqemud` on the host.")];
        return Refuse(now.Persisted, want.Persisted, ObjectReading.Of(answers[0]), scene);
    }

    private protected abstract IEnumerable<Refusal> Refuse(Value<ObjectState> now, Value<ObjectState> want, ObjectReading reading, Scene scene);

    /// <summary>Whether it has to be stopped on the way, if only to start as it is defined.</summary>
    private protected static bool IsStopped(Value<ObjectState> from, Value<ObjectState> to) =>
        from.It is { } was && was.Is("active") && (to.It is not { } shall || !shall.Is("active") || !was.Is("loaded") || !was.IsDefinedAs(shall));

    protected override IEnumerable<Command> WritePersisted(Value<ObjectState> from, Value<ObjectState> to)
    {
        var (was, shall) = (from.It, to.It);
        var defines = shall is not null && (was is null || !was.IsDefinedAs(shall));
        string[] steps =
        [
            .. IsStopped(from, to) ? ["destroy"] : Array.Empty<string>(),
            .. shall is null ? ["undefine"] : Array.Empty<string>(),
            .. defines ? ["define"] : Array.Empty<string>(),
            .. shall is not null && Builds && was is null ? ["build"] : Array.Empty<string>(),
            .. shall is not null && (was is null ? shall.Is("autostart") : was.Is("autostart") != shall.Is("autostart")) ? [shall.Is("autostart") ? "autostart" : "no-autostart"] : Array.Empty<string>(),
            .. shall is not null && shall.Is("active") && (was is null || !was.Is("active") || IsStopped(from, to)) ? ["start"] : Array.Empty<string>(),
        ];
        if (steps.Length > 0) yield return Command.Sh(s_write, [Asked.Kind, Asked.Name, string.Join(' ', steps), defines ? shall?.Xml ?? "" : "", .. was is null ? [] : UsedAs(was)]);
    }

    protected override string Text(ObjectState state) => string.Join(", ", [
        .. PartsText(state), state.Is("active") ? "active" : "inactive", .. state.Is("autostart") ? ["starts at boot"] : Array.Empty<string>()]);

    private static IEnumerable<string> PartsText(ObjectState state) => state.Parts.Where(each => each.Key is not ("active" or "autostart" or "loaded")).Select(each => $"{each.Key} {each.Value}");

    protected override IEnumerable<Difference> Differences(string form, Value<ObjectState> now, Value<ObjectState> want) =>
        now.IsKnown(out var found) && want.IsKnown(out var wanted)
            ? found.Differing(wanted).Select(each => each.Key == "loaded" ? new Difference("in force", "another definition", "as defined") : new Difference(each.Key, found.Parts.GetValueOrDefault(each.Key, "absent"), each.Value))
                .Where(each => each.What != "in force" || (found.Is("active") && found.IsDefinedAs(wanted)))
            : [new Difference(Asked.Kind == "net" ? "network" : "pool", now.Text(Text), want.Text(Text))];
}
