using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Storage;

[StepKind("storage.iscsi", "Keeps the record of an iSCSI target and a session with it, so that its disks are there, now and after a boot.")]
[Risks("In effect at once; after a boot by the host's own service. Other startup takes effect with the next boot, another password with the next login.",
    Disturbs = "Disturbs nobody: a session whose disks are mounted, held or open is not ended.",
    Rollback = "Rollback logs out and restores the record byte for byte; it does not while somebody uses the disks.")]
public sealed record StorageIscsi(
    [Argument("The target's name.", Example = "iqn.2026-11.net.example:guests", Pattern = "(iqn|eui|naa)\\.[A-Za-z0-9.:_-]{1,219}", PatternWords = "a name as iqn.2026-11.net.example:guests, eui.… or naa.…")] string Target,
    [Argument("The portal's address, with its port where that is not 3260. An address, because a name is what a boot may not know yet.", Example = "198.51.100.40", Pattern = "(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:]+\\])(:\\d{1,5})?", PatternWords = "an address, as 198.51.100.40, 198.51.100.40:3260 or [2001:db8::1]:3260")] string Portal,
    [Argument("Who logs in after a boot: the host's service, or nobody.")] IscsiStartup Startup = IscsiStartup.Automatic,
    [Argument("The name for CHAP, with which the host proves who it is; what the record says is left as found when not given.", Pattern = "[A-Za-z0-9.:_@-]{1,223}", PatternWords = "a name of letters, digits and .:_@-")] string? ChapUser = null,
    [Argument("The password for CHAP: a secret by reference, one line.", Secret = true)] FileContent? ChapPassword = null,
    [Argument("Whether the record and the session shall be there; absent logs out, unless somebody uses the disks.")] Existence State = Existence.Present)
    : Setting<IscsiState>, ISelfChecked
{
    private const string DefaultPort = "3260";
    private static readonly string s_shared = ShellText.Of("Steps/Storage/iscsi.sh");
    private static readonly string s_probe = s_shared + ShellText.Of("Steps/Storage/iscsi-state.sh");
    private static readonly string s_keyed = ShellText.Of("Steps/Files/secret-key.sh") + s_probe;
    private static readonly string s_write = s_shared + ShellText.Of("Steps/Storage/iscsi-write.sh");

    private string Word => Startup == IscsiStartup.Automatic ? "automatic" : "manual";

    private bool IsV6 => Portal.StartsWith('[');

    [JsonIgnore]
    internal string Address => IsV6 ? Portal[1..Portal.IndexOf(']', StringComparison.Ordinal)] : Portal.Split(':')[0];

    [JsonIgnore]
    internal string Port => (IsV6 ? Portal[(Portal.IndexOf(']', StringComparison.Ordinal) + 1)..] : Portal[Address.Length..]) is [':', .. var port] ? port : DefaultPort;

    public override ValueList<string> Keys => [$"iscsi:{Target},{Address},{Port}"];

    // Where a new record would lie, as Debian and Red Hat build iscsiadm.
    protected override ValueList<string> FilesOf(Dual<IscsiState> now) => now.Persisted.It?.Records is { Count: > 0 } records ? records
        : [.. new[] { "/etc/iscsi", "/var/lib/iscsi" }.Select(folder => $"{folder}/nodes/{Target}/{Address},{Port}")];

    // A record that was taken away is there again only when its file is; then its session returns too.
    protected override IEnumerable<Command> AfterFilesOf(Dual<IscsiState> now) => State == Existence.Absent && now.Runtime.Is == Presence.Known ? [Write("back")] : [];

    protected override bool WaitsForBoot(Dual<IscsiState> now, Dual<IscsiState> want) => false;

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (!System.Net.IPAddress.TryParse(Address, out _)) yield return ("portal", $"'{Address}' is not an address.", "Write it as 198.51.100.40 or [2001:db8::1].");
        if (!int.TryParse(Port, out var port) || port is < 1 or > 65535) yield return ("portal", $"'{Port}' is not a port.", "Write a number from 1 to 65535, or leave it out for 3260.");
        if ((ChapUser is null) != (ChapPassword is null)) yield return ("chap_user", "CHAP needs a name and a password.", "Give chap_user and chap_password, or neither.");
        if (ChapPassword is { IsSecret: false }) yield return ("chap_password", "A password in a runbook is everybody's who reads it.", "Give it by reference, as { secret: … }.");
        if (State == Existence.Absent && ChapUser is not null) yield return ("chap_user", "Who logs out proves nothing.", "Remove chap_user and chap_password, or remove state: absent.");
    }

    public override ValueList<Command> Probe(Scene scene)
    {
        if (ChapPassword is null) return [Command.Sh(s_probe, Target, Address, Port, "", "")];
        var asks = Command.Sh(s_keyed, Target, Address, Port, "chap", ChapPassword.IsAtHand ? "wanted" : "");
        return [ChapPassword.IsAtHand ? ChapPassword.Onto(asks) : asks];
    }

    public override Dual<IscsiState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<IscsiState>(answers[0].Complaint), Value.Unreadable<IscsiState>(answers[0].Complaint));
        var told = Words(answers);
        return new(told["session"].Any() ? Value.Known(new IscsiState(told["session"].FirstOrDefault(state => state != IscsiState.Well) ?? IscsiState.Well)) : Value.Absent<IscsiState>(),
            told["record"].Any() ? Value.Known(new IscsiState("", told["startup"].FirstOrDefault() ?? "", told["method"].FirstOrDefault() == "CHAP" ? told["name"].FirstOrDefault() ?? "" : "",
                told["found"].FirstOrDefault() ?? "", [.. told["record"]])) : Value.Absent<IscsiState>());
    }

    private static ILookup<string, string> Words(Answers answers) =>
        answers[0].Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);

    public override Dual<IscsiState> Want(Dual<IscsiState> now, Scene scene) => State == Existence.Absent ? new(Value.Absent<IscsiState>(), Value.Absent<IscsiState>())
        : new(Value.Known(new IscsiState(IscsiState.Well)), Value.Known((now.Persisted.It ?? new IscsiState("")) with { Startup = Word, User = ChapUser ?? now.Persisted.It?.User ?? "" }));

    protected override Dual<IscsiState> Want(Dual<IscsiState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        // Without the secret, as from a plan, the host cannot say what its digest would be.
        return want.Persisted.IsKnown(out var record) && Words(answers)["wanted"].FirstOrDefault() is { } wanted ? want with { Persisted = Value.Known(record with { Keyed = wanted }) } : want;
    }

    // Where its file lies says nothing about what it makes of the next boot.
    public override bool Satisfied(Value<IscsiState> now, Value<IscsiState> want) => base.Satisfied(now.Map(Bare), want.Map(Bare));

    private static IscsiState Bare(IscsiState state) => state with { Records = null };

    protected override IEnumerable<Refusal> Refuse(Dual<IscsiState> now, Dual<IscsiState> want, Answers answers, Scene scene)
    {
        if (now.Runtime.Is == Presence.Unreadable) return [new Refusal("target", $"Sessions and records cannot be read: {now.Runtime.Why}.", "Look at iscsiadm -m session on the host.")];
        if (ChapPassword is { IsAtHand: false }) return [new Refusal("chap_password", $"The password for {Target} was not read.", "Apply the runbook.")];
        if (State == Existence.Absent)
        {
            var users = Words(answers)["user"].Distinct().ToList();
            return users.Count == 0 || now.Runtime.Is == Presence.Absent ? [] : [new Refusal("target", $"Its disks are in use: {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}.", "Unmount, move or stop them first.")];
        }
        if (now.Persisted.It?.Records is { Count: > 1 } records) return [new Refusal("target", $"It has {records.Count} records, for several interfaces: {string.Join(", ", records)}.", "Remove those that are too many with iscsiadm -m node -o delete -I INTERFACE.")];
        if (now.Runtime.It is { } session && session.Session != IscsiState.Well) return [new Refusal("portal", $"The session with it is {session.Session}: the portal does not answer.", "Bring the portal back, or log out by hand.")];
        return [];
    }

    protected override IEnumerable<string> Notes(Dual<IscsiState> want, Answers answers)
    {
        var told = Words(answers);
        if (State == Existence.Present && Startup == IscsiStartup.Automatic && !told["boot"].Any()) yield return "no service of this host logs in after a boot: enable open-iscsi.service (iscsi.service) for that";
        if (State == Existence.Present && told["session"].Any() && want.Persisted.It is { Keyed.Length: > 0 } record && record.Keyed != told["found"].FirstOrDefault()) yield return "another password takes effect with the next login";
    }

    protected override IEnumerable<Command> WriteRuntime(Value<IscsiState> from, Value<IscsiState> to) => to.Is == Presence.Absent ? [Write("logout")] : State == Existence.Present ? [WithPassword(Write("login", Word, ChapUser ?? ""))] : [];

    protected override IEnumerable<Command> WritePersisted(Value<IscsiState> from, Value<IscsiState> to) => to.Is == Presence.Absent ? [Write("remove")] : [WithPassword(Write("record", Word, ChapUser ?? ""))];

    private Command Write(string what, params string[] more) => Command.Sh(s_write, [what, Target, Address, Port, .. more]);

    private Command WithPassword(Command command) => ChapPassword is { IsAtHand: true } password ? password.Onto(command) : command;

    protected override string Text(IscsiState state) => state.Shown;

    protected override IEnumerable<Difference> Differences(string form, Value<IscsiState> now, Value<IscsiState> want)
    {
        if (!now.IsKnown(out var found) || !want.IsKnown(out var wanted) || found.Session.Length > 0) return [new(form, now.Map(Bare).Text(Text), want.Text(Text))];
        return
        [
            .. found.Startup == wanted.Startup && found.User == wanted.User ? Array.Empty<Difference>() : [new(form, found.Shown, wanted.Shown)],
            .. found.Keyed == wanted.Keyed ? Array.Empty<Difference>() : [new("password", "another password", "secret")],
        ];
    }
}
