using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.conf", "Sets keys of libvirt's own configuration files; the daemon loads them when it is restarted.")]
[Risks("In effect when the daemon is restarted: notify a handler with libvirt.restart. Guests that run keep what they were started with.", Rollback = "Rollback restores the file byte for byte and calls the handlers again.")]
public sealed record LibvirtConf(
    [Argument("The file in /etc/libvirt.", Pattern = LibvirtDaemons.FilePattern, PatternWords = LibvirtDaemons.FileWords, Example = "qemu.conf")] string File,
    [Argument("Keys and the value each shall have: a whole number, true or false, a text, or a list of texts.", Example = "{ migration_port_min: 49152 }")] ValueMap<LibvirtValue> Set) : Setting<ValueMap<LibvirtValue>>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Libvirt/libvirt-daemons.sh") + ShellText.Of("Steps/Libvirt/libvirt-conf.sh");
    private static readonly string s_edit = ShellText.Of("Steps/edit-key.sh");

    private string Path => $"/etc/libvirt/{File}";

    public override ValueList<string> Keys => [.. Set.Keys.Select(key => $"file:{Path}#{key}")];

    protected override ValueList<string> Files => [Path];

    protected override string RuntimeForm => "loaded";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Set.Count == 0) yield return ("set", "No key is given.", "Give at least one key.");
        foreach (var key in Set.Keys.Where(key => key.Length == 0 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')))
        {
            yield return ("set", $"'{key}' is not a key of a libvirt file.", "Keys are letters, digits and '_'.");
        }
        foreach (var key in Set.Keys.Where(key => key.EndsWith("_password", StringComparison.Ordinal)))
        {
            yield return ("set", $"{key} is a secret, and this kind shows its values in plans.", "Keep it out of the runbook.");
        }
    }

    public override ValueList<Command> Probe(Scene scene) => [Probe(File, Set.Keys)];

    internal static Command Probe(string file, IEnumerable<string> keys) => Command.Sh(s_probe, [$"/etc/libvirt/{file}", string.Join(' ', LibvirtDaemons.LoadersOf(file)), .. keys]);

    /// <summary>Writes an entry of a file; without a value it goes away.</summary>
    internal static Command Write(string path, string key, string? value) => Command.Sh(s_edit, path, key, value is null ? "" : $"{key} = {value}");

    public override Dual<ValueMap<LibvirtValue>> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Unreadable(answers[0].Complaint), Unreadable(answers[0].Complaint));
        var values = Value.Known(Entries(answers[0].Text));
        var loaded = answers[0].Text.Split('\n')[0] switch
        {
            "daemon=current" => values,
            "daemon=none" or "daemon=absent" => LibvirtDaemons.LoadersOf(File).Count > 0 ? NotRunning : ReadByClients,
            _ => Unreadable("the daemon has not loaded the file since it was written"),
        };
        return new(loaded, values);
    }

    public override Dual<ValueMap<LibvirtValue>> Want(Dual<ValueMap<LibvirtValue>> now, Scene scene) =>
        new(now.Runtime.Is == Presence.NotApplicable ? now.Runtime : Value.Known(Set), Value.Known(Set));

    protected override IEnumerable<Refusal> Refuse(
        Dual<ValueMap<LibvirtValue>> now, Dual<ValueMap<LibvirtValue>> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) yield return new Refusal("file", $"{Path} cannot be read: {answers[0].Complaint}.", "Install libvirt on this host, or leave it out.");
        else if (answers[0].Text.StartsWith("daemon=absent", StringComparison.Ordinal))
            yield return new Refusal("file", $"Nobody would load {Path}: {scene.Host} has no {string.Join(" and no ", LibvirtDaemons.LoadersOf(File))}.", "Name the file of a daemon that is installed there, or install that one.");
    }

    protected override IEnumerable<string> Notes(Dual<ValueMap<LibvirtValue>> want, Answers answers)
    {
        if (Set.Keys.Where(key => LibvirtDaemons.IsSystemds(File, key)).ToList() is { Count: > 0 } idle)
            yield return $"{string.Join(", ", idle)}: without effect where systemd opens the daemon's sockets; libvirt.daemon decides there";
    }

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<LibvirtValue>> from, Value<ValueMap<LibvirtValue>> to) =>
        Changed(from, to).Select(each => Write(Path, each.Key, each.Value.Rendered));

    protected override ValueMap<LibvirtValue> PartOf(ValueMap<LibvirtValue> state, string key) => state.Where(each => $"file:{Path}#{each.Key}" == key).ToValueMap();

    protected override string Text(ValueMap<LibvirtValue> state) => string.Join(", ", state.Select(each => $"{each.Key} = {each.Value}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<LibvirtValue>> now, Value<ValueMap<LibvirtValue>> want) =>
        Changed(now, want).Select(each => new Difference(
            $"{form} {each.Key}",
            now.Is == Presence.Known ? now.It?.GetValueOrDefault(each.Key)?.Rendered ?? "absent" : now.Text(Text),
            each.Value.Rendered));

    private static Value<ValueMap<LibvirtValue>> NotRunning => Value.NotApplicable<ValueMap<LibvirtValue>>("the daemon is not running; it loads the file when it starts");

    private static Value<ValueMap<LibvirtValue>> ReadByClients => Value.NotApplicable<ValueMap<LibvirtValue>>("clients read it whenever they connect");

    private static Value<ValueMap<LibvirtValue>> Unreadable(string why) => Value.Unreadable<ValueMap<LibvirtValue>>(why);

    private static IEnumerable<KeyValuePair<string, LibvirtValue>> Changed(Value<ValueMap<LibvirtValue>> from, Value<ValueMap<LibvirtValue>> to) =>
        (to.It ?? ValueMap<LibvirtValue>.Empty).Where(each => from.It?.GetValueOrDefault(each.Key) != each.Value);

    // libvirt takes the first entry of a key that stands twice.
    internal static ValueMap<LibvirtValue> Entries(string text) => text.Split("\nkey ").Skip(1)
        .Select(entry => entry.Split('\n'))
        .DistinctBy(lines => lines[0])
        .Select(lines => KeyValuePair.Create(lines[0], LibvirtValue.Parse(
            string.Join('\n', lines.Skip(1).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..])))))
        .ToValueMap();
}
