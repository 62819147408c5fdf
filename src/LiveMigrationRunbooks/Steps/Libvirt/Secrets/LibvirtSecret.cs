using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>What a secret of libvirt is for.</summary>
public enum SecretUsage
{
    Ceph,
    Iscsi,
    Volume,
    Tls,
}

/// <summary>A secret as libvirt keeps it: what it is for, who may read it, and a digest of its value that only its host can make.</summary>
/// <param name="Keyed">Empty where it has no value, null where no value is asked for.</param>
public sealed record SecretState(string Usage, string Name, bool Private, string? Keyed);

[StepKind("libvirt.secret", "Keeps a secret of libvirt, by which it logs in to Ceph or iSCSI, or opens disks and keys; its value is never shown.")]
[Risks("In effect at once, for whoever asks libvirt for it from then on: guests and pools that are open stay so.", Rollback = "Rollback restores its files byte for byte and has libvirt load them; the old value never leaves the host.")]
public sealed record LibvirtSecret(
    [Argument("By which definitions of guests and pools name it; the same on all hosts.", Pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", PatternWords = "a UUID in small letters", Example = "2a5b08e4-3dca-4ff9-9a1d-40389758d081")] string Uuid,
    [Argument("What it is for.", Example = "ceph")] SecretUsage? Usage = null,
    [Argument("What it opens: a Ceph user, an iSCSI target, the path of a volume, the name of a key.", Example = "client.libvirt")] string? Name = null,
    [Argument("Its value, by reference; of Ceph a key as ceph auth get-key prints it. Left as found when not given.", Secret = true)] FileContent? Value = null,
    [Argument("Whether libvirt tells the value to nobody, not to root either.")] bool Private = false,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : Setting<SecretState>, ISelfChecked
{
    private static readonly string s_value = ShellText.Of("Steps/Libvirt/Secrets/secret-value.sh");
    private static readonly string s_probe = $"{s_value}digest() (\n{ShellText.Of("Steps/Files/secret-key.sh")}{ShellText.Of("Steps/Files/secret-digest.sh")})\n{ShellText.Of("Steps/Libvirt/Secrets/secret-state.sh")}";
    private static readonly string s_write = s_value + ShellText.Of("Steps/Libvirt/Secrets/secret-write.sh");
    private static readonly string s_load = ShellText.Of("Steps/Libvirt/Secrets/secret-load.sh");
    private static readonly Value<SecretState> s_noRuntime = Steps.Value.NotApplicable<SecretState>("libvirt writes what it knows");

    public override ValueList<string> Keys => [$"libvirt/secret/{Uuid}"];

    protected override ValueList<string> Files => [$"/etc/libvirt/secrets/{Uuid}.xml", $"/etc/libvirt/secrets/{Uuid}.base64"];

    private string Word => Usage?.ToString().ToLowerInvariant() ?? "";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (State == Existence.Absent)
        {
            if (Usage is not null || Name is not null || Value is not null || Private) yield return ("state", "A secret that shall be absent is for nothing.", "Remove the other arguments but uuid, or remove state: absent.");
            yield break;
        }
        if (Usage is null) yield return ("usage", "It is not said what the secret is for.", "Add usage: ceph, iscsi, volume or tls.");
        if (Name is not { Length: > 0 } || Name.Any(char.IsControl)) yield return ("name", "It is not said what the secret opens.", "Add name: a Ceph user, an iSCSI target, the path of a volume, or the name of a key.");
        if (Value is { IsSecret: false }) yield return ("value", "What stands in a runbook is no secret.", "Give it by reference: value: { secret: env, name: CEPH_KEY }.");
    }

    public override ValueList<Command> Probe(Scene scene) => Value is { IsAtHand: true } value
        ? [value.Onto(Command.Sh(s_probe, Uuid, $"{Word} {Name}", "wanted"))] : [Command.Sh(s_probe, Uuid, $"{Word} {Name}", "")];

    public override Dual<SecretState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(s_noRuntime, Steps.Value.Unreadable<SecretState>(answers[0].Complaint));
        var lines = answers[0].Text.Split('\n');
        var xml = lines.SkipWhile(line => line != "kept").Skip(1).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        if (xml.Count == 0) return new(s_noRuntime, Steps.Value.Absent<SecretState>());
        var secret = ObjectReading.Parse(string.Join('\n', xml));
        var usage = secret.Element("usage");
        return new(s_noRuntime, Steps.Value.Known(new SecretState(
            usage?.Attribute("type")?.Value ?? "", usage?.Elements().FirstOrDefault()?.Value ?? "", secret.Attribute("private")?.Value == "yes",
            Value is null ? null : Digest(answers, "found") ?? "")));
    }

    public override Dual<SecretState> Want(Dual<SecretState> now, Scene scene) => State == Existence.Absent ? new(s_noRuntime, Steps.Value.Absent<SecretState>())
        : new(s_noRuntime, Steps.Value.Known(new SecretState(Word, Name ?? "", Private, Value is null ? null : now.Persisted.It?.Keyed ?? "")));

    protected override Dual<SecretState> Want(Dual<SecretState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        // Without the value, as from a plan, the host cannot say what its digest would be.
        return want.Persisted.IsKnown(out var state) && Digest(answers, "wanted") is { } wanted ? new(s_noRuntime, Steps.Value.Known(state with { Keyed = wanted })) : want;
    }

    private static string? Digest(Answers answers, string which) =>
        answers[0].Lines.FirstOrDefault(line => line.StartsWith(which + "=", StringComparison.Ordinal))?[(which.Length + 1)..];

    public override bool Satisfied(Value<SecretState> now, Value<SecretState> want) => now.Is == want.Is && now.Is != Presence.Unreadable
        && (!now.IsKnown(out var found) || !want.IsKnown(out var wanted) || (wanted.Keyed is null ? found with { Keyed = null } : found) == wanted);

    protected override IEnumerable<Refusal> Refuse(Dual<SecretState> now, Dual<SecretState> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded)
        {
            yield return new Refusal(null, $"libvirt's secrets cannot be read: {answers[0].Complaint}.", "Look at `virsh secret-list` and at /var/lib/lmr on the host, which must be root's.");
            yield break;
        }
        if (!want.Persisted.IsKnown(out var wanted)) yield break;
        foreach (var other in answers[0].Lines.Where(line => line.StartsWith("taken ", StringComparison.Ordinal)))
            yield return new Refusal("name", $"The secret {other["taken ".Length..]} is for {Word} {Name} already, and libvirt keeps one for each.", "Use its UUID, or take it away first (state: absent).");
        if (now.Persisted.IsKnown(out var found) && (found.Usage, found.Name) != (wanted.Usage, wanted.Name))
            yield return new Refusal("name", $"The secret {Uuid} is for {found.Usage} {found.Name}, and libvirt does not give it another purpose.", "Use another UUID, or take it away first (state: absent).");
        if (now.Persisted.It is { Private: true } && !Private)
            yield return new Refusal("private", $"The secret {Uuid} is private, and libvirt does not open it again.", "Say private: true, or take it away first (state: absent).");
        if (Value is { IsAtHand: false }) yield return new Refusal("value", $"The value of the secret {Uuid} was not read.", "Apply the runbook.");
    }

    protected override IEnumerable<Command> WritePersisted(Value<SecretState> from, Value<SecretState> to)
    {
        if (!to.IsKnown(out var shall))
        {
            yield return Command.Sh(s_write, Uuid, "-", "");
            yield break;
        }
        var definition = from.It is { } was && (was with { Keyed = shall.Keyed }) == shall ? "" : Definition(shall);
        var gives = shall.Keyed is { Length: > 0 } keyed && keyed != from.It?.Keyed && Value is { IsAtHand: true };
        var command = Command.Sh(s_write, Uuid, definition, gives ? Word : "");
        yield return gives && Value is { } value ? value.Onto(command) : command;
    }

    protected override IEnumerable<Command> AfterFiles => [Command.Sh(s_load, Uuid)];

    private string Definition(SecretState state) => new XElement("secret", new XAttribute("ephemeral", "no"), new XAttribute("private", state.Private ? "yes" : "no"),
        new XElement("uuid", Uuid),
        new XElement("usage", new XAttribute("type", state.Usage), new XElement(state.Usage switch { "iscsi" => "target", "volume" => "volume", _ => "name" }, state.Name))).ToString(SaveOptions.DisableFormatting);

    protected override string Text(SecretState state) =>
        $"{state.Usage} {state.Name}{(state.Private ? ", private" : "")}{state.Keyed switch { null => "", "" => ", without a value", _ => ", secret value" }}";

    protected override IEnumerable<Difference> Differences(string form, Value<SecretState> now, Value<SecretState> want)
    {
        if (!now.IsKnown(out var found) || !want.IsKnown(out var wanted)) return [new Difference("secret", now.Text(Text), want.Text(Text))];
        return
        [
            .. found with { Keyed = wanted.Keyed } == wanted ? [] : new[] { new Difference("secret", Text(found with { Keyed = null }), Text(wanted with { Keyed = null })) },
            .. found.Keyed == wanted.Keyed || wanted.Keyed is null ? [] : new[] { new Difference("value", found.Keyed is { Length: > 0 } ? "another value" : "none", "secret") },
        ];
    }
}
