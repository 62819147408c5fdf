using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Storage;

[StepKind("storage.ceph", "Keeps the conf and the keyring by which a host reaches a Ceph cluster, and sees to it that a pool answers.")]
[Risks("In effect for whoever connects then. A pool that does not answer with the new files fails the step.",
    Disturbs = "Disturbs nobody: running guests and open pools stay connected.",
    Rollback = "Rollback restores both files byte for byte, or their absence.")]
public sealed record StorageCeph(
    [Argument("The pool that must answer.", Example = "guests", Pattern = "[A-Za-z0-9_.][A-Za-z0-9_.-]{0,127}", PatternWords = "the name of a pool, of letters, digits and _.-")] string Pool,
    [Argument("Who logs in, without client. before it.", Pattern = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}", PatternWords = "the name of a user, as libvirt for client.libvirt")] string User = "libvirt",
    [Argument("The user's key as ceph auth get-key prints it, or a keyring that has it: a secret by reference. The host's keyring is left as found when not given.", Secret = true)] FileContent? Keyring = null,
    [Argument("The whole text of the cluster's conf, as ceph config generate-minimal-conf prints it; left as found when not given.", Example = "\"[global]\\nmon_host = 198.51.100.50\\n\"")] FileContent? Conf = null,
    [Argument("The cluster's name, after which its files are called.", Pattern = "[a-z0-9][a-z0-9_-]{0,31}", PatternWords = "a name of small letters and digits")] string Cluster = "ceph",
    [Argument("Whether the host shall be able to log in. Absent takes the user's keyring away; the conf stays, because others go by it.")] Existence State = Existence.Present)
    : Setting<CephState>, ISelfChecked
{
    private const string Open = "644 0:0";
    private const string Closed = "600 0:0";
    private const string Another = "another";
    private static readonly string s_file = ShellText.Of("Steps/make-parent.sh") + ShellText.Of("Steps/Files/file-write.sh");
    private static readonly string s_key = ShellText.Of("Steps/Storage/ceph.sh");
    private static readonly string s_keyring = $"{s_key}write() (\n{s_file})\n{ShellText.Of("Steps/Storage/ceph-keyring.sh")}";
    private static readonly string s_answers = s_key + ShellText.Of("Steps/Storage/ceph-answers.sh");
    private static readonly string s_probe = s_key + ShellText.Of("Steps/Storage/ceph-state.sh");
    private static readonly Value<CephState> s_notAsked = Value.NotApplicable<CephState>("nobody asks the pool");
    private static readonly string s_keyed = ShellText.Of("Steps/Files/secret-key.sh") + s_probe;

    [JsonIgnore]
    internal string ConfPath => $"/etc/ceph/{Cluster}.conf";

    [JsonIgnore]
    internal string KeyringPath => $"/etc/ceph/{Cluster}.client.{User}.keyring";

    private string PoolKey => $"ceph/{Cluster}/{User}/{Pool}";

    public override ValueList<string> Keys => [.. Files.Select(file => $"file:{file}"), .. State == Existence.Absent ? Array.Empty<string>() : [PoolKey]];

    protected override ValueList<string> Files => [.. Conf is null ? Array.Empty<string>() : [ConfPath], .. Keyring is null && State == Existence.Present ? Array.Empty<string>() : [KeyringPath]];

    protected override bool WaitsForBoot(Dual<CephState> now, Dual<CephState> want) => false;

    protected override string RuntimeForm => "pool";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Keyring is { IsSecret: false }) yield return ("keyring", "A key in a runbook is everybody's who reads it.", "Give it by reference, as { secret: … }.");
        if (State == Existence.Absent && (Keyring is not null || Conf is not null)) yield return ("state", "What shall be absent has no content.", "Remove keyring and conf, or remove state: absent.");
        if (Conf is { IsSecret: false, IsAtHand: true } && Conf.Size() == 0) yield return ("conf", "An empty conf names no monitor.", "Write what ceph config generate-minimal-conf prints, or leave conf out.");
    }

    public override ValueList<Command> Probe(Scene scene)
    {
        if (Keyring is null) return [Command.Sh(s_probe, ConfPath, KeyringPath, Cluster, User, Pool, State == Existence.Absent ? "absent" : "")];
        var asks = Command.Sh(s_keyed, ConfPath, KeyringPath, Cluster, User, Pool, Keyring.IsAtHand ? "wanted" : "keyed");
        return [Keyring.IsAtHand ? Keyring.Onto(asks) : asks];
    }

    public override Dual<CephState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<CephState>(answers[0].Complaint), Value.Unreadable<CephState>(answers[0].Complaint));
        var told = Words(answers);
        if (State == Existence.Absent) return new(s_notAsked, FileIn(told["keyring"]) is { } kept ? Value.Known(new CephState("", Keyring: kept)) : Value.Absent<CephState>());
        var silence = CephSilence.Of(told);
        return new(silence is null ? Value.Known(new CephState(Pool)) : Value.Unreadable<CephState>(silence.Text),
            Kept(new CephState("", Conf is null ? null : FileIn(told["conf"]), Keyring is null ? null : FileIn(told["keyring"]))));
    }

    private Value<CephState> Kept(CephState files) => Files.Count > 0 ? Value.Known(files) : Value.NotApplicable<CephState>("the step names no file");

    private static ILookup<string, string> Words(Answers answers) =>
        answers[0].Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);

    private static CephFile? FileIn(IEnumerable<string> told) => told.FirstOrDefault()?.Split(' ') switch
    {
        null => null,
        [var mode, var owner, .. var digest] => new($"{mode} {owner}", string.Concat(digest)),
        _ => new(Another, ""),
    };

    public override Dual<CephState> Want(Dual<CephState> now, Scene scene) => State == Existence.Absent ? new(s_notAsked, Value.Absent<CephState>()) : new(Value.Known(new CephState(Pool)), Kept(new CephState("",
        Conf is null ? null : new(Open, Conf.Digest()), Keyring is null ? null : new(Closed, now.Persisted.It?.Keyring?.Digest ?? ""))));

    protected override Dual<CephState> Want(Dual<CephState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        // Without the secret, as from a plan, the host cannot say what its digest would be.
        return Keyring is not null && want.Persisted.IsKnown(out var files) && Words(answers)["wanted"].FirstOrDefault() is { } wanted
            ? want with { Persisted = Value.Known(files with { Keyring = new(Closed, wanted) }) } : want;
    }

    protected override CephState PartOf(CephState state, string key) =>
        key == PoolKey ? state with { Conf = null, Keyring = null } : new CephState("", key == $"file:{ConfPath}" ? state.Conf : null, key == $"file:{KeyringPath}" ? state.Keyring : null);

    protected override IEnumerable<Refusal> Refuse(Dual<CephState> now, Dual<CephState> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return [new Refusal(null, $"Ceph's files cannot be read: {answers[0].Complaint}.", "Look at /etc/ceph and /var/lib/lmr on the host, which must be root's.")];
        var told = Words(answers);
        if (State == Existence.Absent) return told["keyring"].FirstOrDefault() == Another ? [NoFile(KeyringPath)] : [];
        if (Conf is { IsAtHand: false }) return [new Refusal("conf", $"The text of {ConfPath} was not read.", "Apply the runbook.")];
        if (Keyring is { IsAtHand: false }) return [new Refusal("keyring", $"The key of client.{User} was not read.", "Apply the runbook.")];
        if (told["wanted"].FirstOrDefault() == "none")
            return [new Refusal("keyring", $"What was given is no key of client.{User}.", $"Give what ceph auth get-key client.{User} prints, or a keyring with a section [client.{User}].")];
        if (Files.FirstOrDefault(file => told[file == ConfPath ? "conf" : "keyring"].FirstOrDefault() == Another) is { } odd)
            return [NoFile(odd)];
        if (CephSilence.Of(told) is not { } silence || Coming(scene)) return [];
        if (Conf is null && !told["conf"].Any()) return [new Refusal("conf", $"{ConfPath} is not there.", "Give its text, or write it by a step before this one.")];
        if (Keyring is null && !told["keyring"].Any()) return [new Refusal("keyring", $"{KeyringPath} is not there, and the pool {Pool} does not answer: {silence.Text}.", "Give the key, or write the keyring by a step before this one.")];
        return Satisfied(now.Persisted, want.Persisted) ? [new Refusal("pool", $"{Pool} does not answer client.{User}: {silence.Text}.", silence.Remedy(this))] : [];
    }

    private Refusal NoFile(string path) => new(path == ConfPath ? "conf" : "keyring", $"{path} is no regular file.", "Move what is there away.");

    private bool Coming(Scene scene) => scene.Coming.Contains($"file:{ConfPath}") || scene.Coming.Contains($"file:{KeyringPath}");

    protected override IEnumerable<string> Notes(Dual<CephState> want, Answers answers)
    {
        if (CephSilence.Of(Words(answers)) is not null) yield return "whether the pool answers is seen when the files are there";
    }

    protected override IEnumerable<Command> WritePersisted(Value<CephState> from, Value<CephState> to)
    {
        if (State == Existence.Absent) yield return Command.Of("rm", "-f", "--", KeyringPath);
        if (!to.IsKnown(out var shall)) yield break;
        if (Conf is { IsAtHand: true } conf && shall.Conf != from.It?.Conf) yield return conf.Onto(Command.Sh(s_file, ConfPath, "644", "root", "root"));
        if (Keyring is { IsAtHand: true } keyring && shall.Keyring != from.It?.Keyring) yield return keyring.Onto(Command.Sh(s_keyring, KeyringPath, User));
        // Verification would find it too, but could not say why.
        yield return Command.Sh(s_answers, Cluster, User, Pool);
    }

    protected override string Text(CephState state) => state.Pool.Length > 0 ? $"{state.Pool} answers" : $"conf {(state.Conf is null ? "absent" : state.Conf.Access)}, keyring {(state.Keyring is null ? "absent" : state.Keyring.Access)}";

    protected override IEnumerable<Difference> Differences(string form, Value<CephState> now, Value<CephState> want)
    {
        if (form == RuntimeForm && now.Is == Presence.Unreadable) return [new(form, $"does not answer ({now.Why})", "answers")];
        if (State == Existence.Absent) return [new("keyring", now.It?.Keyring?.Access ?? "absent", "absent")];
        if (!now.IsKnown(out var found) || !want.IsKnown(out var wanted)) return [new(form, now.Text(Text), want.Text(Text))];
        return
        [
            .. found.Conf == wanted.Conf ? Array.Empty<Difference>() : [new("conf", Shown(found.Conf, wanted.Conf, "another text"), Shown(wanted.Conf, wanted.Conf, ""))],
            .. found.Keyring == wanted.Keyring ? Array.Empty<Difference>() : [new("keyring", Shown(found.Keyring, wanted.Keyring, "another key"), Shown(wanted.Keyring, wanted.Keyring, "", "secret"))],
        ];
    }

    private static string Shown(CephFile? file, CephFile? wanted, string other, string same = "this text") =>
        file is null ? "absent" : $"{(file.Digest == wanted?.Digest ? same : other)}, {file.Access}";
}
