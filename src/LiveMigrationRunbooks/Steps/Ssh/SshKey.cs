using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Ssh;

[StepKind("ssh.key", "Keeps an SSH key pair without a passphrase for a user of the host, who needs it to reach other hosts by himself; it is made there, and its private half never leaves the host.")]
[Risks("In effect at once for whoever connects then.", Rollback = "Rollback removes a key that was made, for good: who trusts it by then must be told of another. A given key that took another's place gives it back.")]
public sealed record SshKey(
    [Argument("Whose key it is; libvirt's daemons connect as root.", Pattern = "[a-z_][a-z0-9_-]{0,31}", PatternWords = "the name of a user")] string User = SshKey.Root,
    [Argument("Its type. A key of another type that is there already is refused, never replaced.")] KeyType Type = KeyType.Ed25519,
    [Argument("Absolute path of its private half; the public one lies beside it. For root it is /root/.ssh/id_TYPE when not given.", Example = "/root/.ssh/id_ed25519")] string? Path = null,
    [Argument("Least length of an RSA key.", Min = 2048, Max = 16384)] int? Bits = null,
    [Argument("What stands behind the public half; left as found when not given, and USER@HOST for a new key.", Example = "root@kvm1")] string? Comment = null,
    [Argument("The private half, where it is not to be made on the host: a secret by reference, in OpenSSH's or PEM form, without a passphrase.", Secret = true)] FileContent? Private = null)
    : Setting<SshKeyState>, ISelfChecked
{
    internal const string Root = "root";
    private const string Closed = "600";
    private static readonly string s_probe = ShellText.Of("Steps/Ssh/ssh-key-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Ssh/ssh-folder.sh") + ShellText.Of("Steps/Ssh/ssh-key-write.sh");
    private static readonly Value<SshKeyState> s_noRuntime = Value.NotApplicable<SshKeyState>("a key pair is two files");

    private string At => Path ?? KeyTypes.PathOf(Type);

    public override ValueList<string> Keys => [$"file:{At}", $"file:{At}.pub"];

    protected override ValueList<string> Files => [At, $"{At}.pub"];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Path is not null) foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (Path is null && User != Root) yield return ("path", $"Where {User} keeps keys is not known.", $"Give it, as /home/{User}/.ssh/id_{KeyTypes.Word(Type)}.");
        if (Bits is not null && Type != KeyType.Rsa) yield return ("bits", $"A key of type {KeyTypes.Word(Type)} has one length.", "Remove it, or write type: rsa.");
        if (Comment?.Any(char.IsControl) == true) yield return ("comment", "It stands in one line.", "Write it without line ends and tabs.");
        if (Private is { IsSecret: false }) yield return ("private", "A private key in a runbook is everybody's who reads it.", "Give it by reference, as { secret: … }, or leave it out: then the host makes one.");
    }

    public override ValueList<Command> Probe(Scene scene)
    {
        var asks = Command.Sh(s_probe, At, Private is { IsAtHand: true } ? "wanted" : "");
        return [PathReading.Probe(At, User, null, digest: false), Private is { IsAtHand: true } given ? given.Onto(asks) : asks];
    }

    public override Dual<SshKeyState> Read(Answers answers, Scene scene)
    {
        var (path, key) = (PathReading.Read(answers[0]), PathReading.Read(answers[1]));
        return new(s_noRuntime, path.Kind switch
        {
            _ when answers.Results.FirstOrDefault(answer => !answer.Succeeded) is { } failed => Value.Unreadable<SshKeyState>(failed.Complaint),
            "absent" => Value.Absent<SshKeyState>(),
            "file" when PublicKey.Parse(key.Of("found")) is { } found => Value.Known(State(found, PublicKey.Parse(key.Of("beside")), path)),
            "file" => Value.Unreadable<SshKeyState>("it has a passphrase, or is no private key that ssh-keygen knows"),
            var kind => Value.Unreadable<SshKeyState>($"a {kind}, not a regular file"),
        });
    }

    private static SshKeyState State(PublicKey found, PublicKey? beside, PathReading path)
    {
        var same = beside is not null && (beside.Type, beside.Base64) == (found.Type, found.Base64);
        return new SshKeyState(found.Type, found.Base64, found.Bits, same && beside is not null ? beside.Comment : found.Comment, path.Of("mode"), path.Of("user"), same);
    }

    public override Dual<SshKeyState> Want(Dual<SshKeyState> now, Scene scene)
    {
        var mine = now.Persisted.IsKnown(out var found) && KeyTypes.Is(Type, found.Type) && found.Bits >= (Bits ?? 0) ? found
            : new SshKeyState(KeyTypes.Word(Type), "", Bits ?? 0, found?.Comment ?? $"{User}@{scene.Host}", Closed, User, true);
        return new(s_noRuntime, Value.Known(mine with { Comment = Comment ?? mine.Comment, Mode = mine.Mode == "400" ? mine.Mode : Closed, Owner = User, Beside = true }));
    }

    protected override Dual<SshKeyState> Want(Dual<SshKeyState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        return Given(answers) is { } given && want.Persisted.IsKnown(out var state)
            ? new(s_noRuntime, Value.Known(state with { Type = given.Type, Public = given.Base64, Bits = given.Bits })) : want;
    }

    // Without the secret, as from a plan, nobody can say which key it is.
    private PublicKey? Given(Answers answers) => Private is null ? null : PublicKey.Parse(PathReading.Read(answers[1]).Of("wanted"));

    // A key that was to be made is whichever key is there then; its files' digests tell a rollback whether it still is.
    public override bool Satisfied(Value<SshKeyState> now, Value<SshKeyState> want) => base.Satisfied(now, want)
        || (now.IsKnown(out var have) && want.IsKnown(out var wanted) && wanted.Public.Length == 0 && KeyTypes.Is(Type, have.Type) && have.Bits >= wanted.Bits
            && (have.Comment, have.Mode, have.Owner, have.Beside) == (wanted.Comment, wanted.Mode, wanted.Owner, wanted.Beside));

    protected override IEnumerable<Refusal> Refuse(Dual<SshKeyState> now, Dual<SshKeyState> want, Answers answers, Scene scene)
    {
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{At} cannot be kept: {now.Persisted.Why}.", "Name another path, or move what is there away.")];
        if (Private is { IsAtHand: false })
            return [new Refusal("private", $"The private key of {User} was not read.", "Apply the runbook.")];
        if (Private is not null && Given(answers) is null)
            return [new Refusal("private", "What was given has a passphrase, or is no private key that ssh-keygen of this host knows.", "Give the whole file, from its line BEGIN to its line END, without a passphrase.")];
        if (Given(answers) is { } given && (!KeyTypes.Is(Type, given.Type) || given.Bits < (Bits ?? 0)))
            return [new Refusal("private", $"What was given is {Words(given.Type, given.Bits)}.", "Give a key of the type and length that the step names, or name those of the key.")];
        if (Private is null && now.Persisted.IsKnown(out var found) && want.Persisted.It is { Public: "" })
            return [new Refusal("type", $"{At} is {Words(found.Type, found.Bits)}, which others may trust.", "Name another path or that type, or move it away by hand when nobody needs it any more.")];
        if (PathReading.Read(answers[1]).Of("beside") == "no file")
            return [new Refusal("path", $"{At}.pub is no regular file.", "Move what is there away.")];
        var folder = $"file:{At[..At.LastIndexOf('/')]}";
        return PathReading.Read(answers[0]).Refuse(At, User, null, IsSshFolder ? scene with { Coming = [.. scene.Coming, folder] } : scene)
            .Select(refusal => refusal.Argument == "owner" ? refusal with { Argument = "user" } : refusal);
    }

    // That one is made where it is missing; any other folder is somebody's choice.
    private bool IsSshFolder => At.Split('/') is [.., ".ssh", _];

    private static string Words(string type, int bits) => bits > 0 ? $"a key of type {type} with {bits} bits" : $"a key of type {type}";

    protected override IEnumerable<string> Notes(Dual<SshKeyState> want, Answers answers) => PathReading.Read(answers[0]).Kind == "absent"
        ? ["a rollback removes this key for good: who trusts it by then must be told of another"] : [];

    protected override IEnumerable<Command> WritePersisted(Value<SshKeyState> from, Value<SshKeyState> to)
    {
        if (!to.IsKnown(out var state)) return [Command.Of("rm", "-f", "--", At, $"{At}.pub")];
        var has = from.IsKnown(out var found) && (state.Public.Length == 0 || state.Public == found.Public);
        var write = Command.Sh(s_write, At, state.Owner, has ? "kept" : Private is null ? "made" : "given", KeyTypes.Word(Type), state.Bits > 0 ? $"{state.Bits}" : "", state.Comment, state.Mode);
        return [!has && Private is { IsAtHand: true } given ? given.Onto(write) : write];
    }

    protected override string Text(SshKeyState state) => $"{state.Shown}, {Words(state.Type, state.Bits)}, {state.Comment}";

    protected override IEnumerable<Difference> Differences(string form, Value<SshKeyState> now, Value<SshKeyState> want)
    {
        if (!now.IsKnown(out var found) || !want.IsKnown(out var wanted)) return [new("key", now.Text(Text), want.Text(Text))];
        return
        [
            .. wanted.Public.Length > 0 && found.Public == wanted.Public ? Array.Empty<Difference>() : [new("key", found.Shown, wanted.Shown)],
            .. found.Comment == wanted.Comment ? Array.Empty<Difference>() : [new("comment", found.Comment, wanted.Comment)],
            .. found.Mode == wanted.Mode ? Array.Empty<Difference>() : [new("mode", found.Mode, wanted.Mode)],
            .. found.Owner == wanted.Owner ? Array.Empty<Difference>() : [new("owner", found.Owner, wanted.Owner)],
            .. found.Beside == wanted.Beside ? Array.Empty<Difference>() : [new("public half", found.Beside ? "present" : "absent or another", wanted.Beside ? "present" : "absent or another")],
        ];
    }
}
