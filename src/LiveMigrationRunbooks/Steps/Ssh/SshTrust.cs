using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Checks;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Ssh;

[StepKind("ssh.trust", "Lets a user of each host of the play in on every other one by his SSH key, and pins the keys that the hosts show; what peer-to-peer migration over SSH needs.")]
[Risks("In effect at once for whoever connects then. Keys come from the hosts themselves, over the session that lmr has with each; nothing is scanned from the network.",
    Rollback = "Rollback restores authorized_keys and known_hosts byte for byte.")]
public sealed record SshTrust(
    [Argument("Between which hosts: play lets each host of the play in on every other one of it.")] Between Between = Between.Play,
    [Argument("Whose keys they are and whom they let in; libvirt's daemons connect as root.", Pattern = "[a-z_][a-z0-9_-]{0,31}", PatternWords = "the name of a user")] string User = SshKey.Root,
    [Argument("Absolute path of the user's private key, as ssh.key keeps it; authorized_keys and known_hosts lie beside it. For root it is /root/.ssh/id_ed25519 when not given.", Example = "/root/.ssh/id_ed25519")] string? Key = null,
    [Argument("Whether a host's key lets in only who comes from that host's own addresses, ansible_host and migration_address.")] bool OnlyFromItself = false)
    : Setting<TrustState>, ISelfChecked, ILooksAtPeers
{
    private static readonly string s_probe = ShellText.Of("Steps/Ssh/ssh-trust-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Ssh/ssh-folder.sh") + ShellText.Of("Steps/Ssh/ssh-trust-write.sh");
    private static readonly Value<TrustState> s_noRuntime = Value.NotApplicable<TrustState>("lists of keys are files");

    private string At => Key ?? KeyTypes.PathOf(KeyType.Ed25519);

    private string Folder => At[..At.LastIndexOf('/')];

    private string Authorized => $"{Folder}/authorized_keys";

    private string Known => $"{Folder}/known_hosts";

    public override ValueList<string> Keys => [$"file:{Authorized}#lmr-trust", $"file:{Known}#lmr-trust"];

    protected override ValueList<string> Files => [Authorized, Known];

    public ValueList<string> NeededOfPeers() => [$"file:{At}"];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Key is not null) foreach (var (_, why, fix) in AbsolutePath.Wrong(Key)) yield return ("key", why, fix);
        if (Key is null && User != SshKey.Root) yield return ("key", $"Where {User} keeps keys is not known.", $"Give it, as /home/{User}/.ssh/id_ed25519.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [PathReading.Probe(Authorized, User, null, digest: false), PathReading.Probe(Known, User, null, digest: false), Command.Sh(s_probe, Folder, At, User)];

    public override Dual<TrustState> Read(Answers answers, Scene scene)
    {
        var told = TrustOffer.Words(answers[2]);
        return new(s_noRuntime, answers.Results.FirstOrDefault(answer => !answer.Succeeded) is { } failed ? Value.Unreadable<TrustState>(failed.Complaint)
            : Odd(answers) is { } odd ? Value.Unreadable<TrustState>(odd)
            : Value.Known(TrustState.Of(told["authorized_keys"], told["known_hosts"])));
    }

    private string? Odd(Answers answers) => new[] { Authorized, Known }.Zip(answers.Results.Take(2).Select(answer => PathReading.Read(answer).Kind))
        .Where(file => file.Second is not ("file" or "absent")).Select(file => $"{file.First} is a {file.Second}, not a regular file").FirstOrDefault();

    public override Dual<TrustState> Want(Dual<TrustState> now, Scene scene)
    {
        var found = now.Persisted.It ?? new TrustState(ValueMap<string>.Empty, ValueMap<string>.Empty);
        var peers = new TrustPeers(scene, this);
        var authorized = found.Authorized.Concat(peers.Offering.Select(each => KeyValuePair.Create(each.Peer.Name, each.Offer.User is null ? "" : each.Offer.Authorized(OnlyFromItself))));
        var pinned = peers.Offering.Select(each => each.Peer.Name).ToHashSet(StringComparer.Ordinal);
        var known = found.Known.Where(line => !pinned.Contains(line.Key.Split(' ')[0])).Concat(peers.Offering.SelectMany(each => each.Offer.Known(each.Peer.Name)));
        return new(s_noRuntime, Value.Known(new TrustState(new ValueMap<string>(authorized), new ValueMap<string>(known))));
    }

    // A key that is still to be made may turn out to be any.
    public override bool Satisfied(Value<TrustState> now, Value<TrustState> want) => base.Satisfied(now, want)
        || (now.IsKnown(out var have) && want.IsKnown(out var wanted) && have.Known.Equals(wanted.Known)
            && have.Authorized.Keys.All(wanted.Authorized.ContainsKey) && wanted.Authorized.All(line => line.Value.Length == 0 || have.Authorized.GetValueOrDefault(line.Key) == line.Value));

    protected override ValueList<string> AwaitedPeers(Scene scene) => [.. new TrustPeers(scene, this).Awaited.Select(peer => peer.Name)];

    protected override TrustState PartOf(TrustState state, string key) =>
        key == Keys[0] ? state with { Known = ValueMap<string>.Empty } : state with { Authorized = ValueMap<string>.Empty };

    protected override IEnumerable<Refusal> Refuse(Dual<TrustState> now, Dual<TrustState> want, Answers answers, Scene scene)
    {
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal(null, $"What {scene.Host} trusts cannot be kept: {now.Persisted.Why}.", "Make both lists regular files; links are not followed.")];
        var made = scene with { Coming = [.. scene.Coming, $"file:{Folder}"] };
        return
        [
            .. PathReading.Read(answers[0]).Refuse(Authorized, User, null, Folder.EndsWith("/.ssh", StringComparison.Ordinal) ? made : scene)
                .Concat(PathReading.Read(answers[1]).Refuse(Known, User, null, made))
                .Select(refusal => refusal with { Argument = refusal.Argument is "owner" ? "user" : "key" }).Distinct(),
            .. new TrustPeers(scene, this).Refuse(At, OnlyFromItself),
        ];
    }

    protected override IEnumerable<string> Notes(Dual<TrustState> want, Answers answers, Scene scene) => [.. new TrustPeers(scene, this).Told(), .. Sshd(answers, scene)];

    protected override string? Awaits(Answers answers, Scene scene) =>
        new TrustPeers(scene, this).Told().Concat(Sshd(answers, scene)).ToList() is { Count: > 0 } told ? string.Join("; ", told) : null;

    // What a Match block says for some addresses is not known here.
    private IEnumerable<string> Sshd(Answers answers, Scene scene)
    {
        var told = TrustOffer.Words(answers[2]);
        if (told["sshd.pubkeyauthentication"].Contains("no")) yield return $"sshd of {scene.Host} takes no keys (PubkeyAuthentication no)";
        if (User == SshKey.Root && told["sshd.permitrootlogin"].FirstOrDefault() is "no" or "forced-commands-only")
            yield return $"sshd of {scene.Host} does not let root in (PermitRootLogin {told["sshd.permitrootlogin"].First()}), unless a Match block does";
        if (told["sshd.authorizedkeysfile"].FirstOrDefault() is { } files && !files.Split(' ').Any(file => file == ".ssh/authorized_keys" || file == "%h/.ssh/authorized_keys" || file == Authorized))
            yield return $"sshd of {scene.Host} looks for keys in {files}";
    }

    protected override IEnumerable<Command> WritePersisted(Value<TrustState> from, Value<TrustState> to)
    {
        if (!from.IsKnown(out var before) || !to.IsKnown(out var after)) yield break;
        if (!before.Authorized.Equals(after.Authorized)) yield return Command.Sh(s_write, Authorized, User).WithInput(TrustState.Written(after.Authorized));
        if (!before.Known.Equals(after.Known)) yield return Command.Sh(s_write, Known, User).WithInput(TrustState.Written(after.Known));
    }

    protected override string Text(TrustState state) => string.Join("; ",
        new[] { ("lets in", state.Authorized), ("knows", state.Known) }.Select(list => $"{list.Item1} {Named(TrustState.Hosts(list.Item2))}"));

    private static string Named(IEnumerable<string> hosts) => string.Join(", ", hosts) is { Length: > 0 } names ? names : "nobody";

    protected override IEnumerable<Difference> Differences(string form, Value<TrustState> now, Value<TrustState> want)
    {
        if (!now.IsKnown(out var have) || !want.IsKnown(out var wanted)) yield break;
        foreach (var (list, was, shall) in new[] { ("authorized_keys", have.Authorized, wanted.Authorized), ("known_hosts", have.Known, wanted.Known) })
            foreach (var line in was.Keys.Union(shall.Keys).Order(StringComparer.Ordinal).Where(line => was.GetValueOrDefault(line) != shall.GetValueOrDefault(line)))
                yield return new Difference($"{list} {line}", Shown(was.GetValueOrDefault(line)), Shown(shall.GetValueOrDefault(line)));
    }

    // Before and behind the key stands what it is good for; of the key itself people compare the fingerprint.
    private static string Shown(string? line)
    {
        if (line is null) return "absent";
        if (line.Length == 0) return "its new key";
        return string.Join(" + ", line.Split(" + ").Select(One));

        static string One(string line) => line.Split(' ') is [.. var before, var type, var base64] && PublicKey.Parse($"{type} {base64}") is { } key
            ? string.Join(' ', [.. before, key.Fingerprint]) : line;
    }
}
