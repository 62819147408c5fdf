using System.Net;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Tls;

[StepKind("libvirt.tls", "Keeps the certificates and keys by which libvirt's daemons and QEMU know each other: given, or issued by a CA of yours.")]
[Risks("In effect for QEMU with the next migration, and for libvirt's daemons when they load it: notify a handler with libvirt.reload.", Rollback = "Rollback restores every file byte for byte; a key that was made here goes with it.")]
public sealed partial record LibvirtTls(
    [Argument("Certificates of the authority: who is trusted, and who issues. PEM text, or a file beside the runbook.", Beside = true, Example = "files/ca.pem")] CertificateBundle Ca,
    [Argument("Its key, without a passphrase. With it each host gets certificates for keys that it makes itself and that never leave it; the authority's key never leaves this machine.", Secret = true, Example = "{ secret: file, path: ca-key.pem }")] PrivateKey? CaKey = null,
    [Argument("A certificate of the host that somebody has issued, and those between it and the authority, in place of ca_key.", Beside = true, Example = "\"{{ tls_certificate }}\"")] CertificateBundle? Certificate = null,
    [Argument("The key of that certificate.", Secret = true, Example = "{ secret: file, path: host-key.pem }")] PrivateKey? Key = null,
    [Argument("Whose files: libvirt, qemu, or both; both when not given.", Example = "[libvirt, qemu]")] ValueList<TlsUser>? For = null,
    [Argument("Names and addresses that a certificate must hold for, besides the host's own names, its inventory name, its management and its migration address.", Example = "[kvm1-mig]")] ValueList<string>? Names = null,
    [Argument("How long a certificate that is issued is valid; 365d when not given.", Example = "365d")] TimeSpan? ValidFor = null,
    [Argument("How long before its end a certificate is issued anew, for the same key; 30d when not given.", Example = "30d")] TimeSpan? RenewBefore = null,
    [Argument("Where QEMU's files stand: migrate_tls_x509_cert_dir of qemu.conf.", Pattern = "/[A-Za-z0-9._/-]+", PatternWords = "an absolute path", Example = "/etc/pki/qemu")] string QemuFolder = TlsPaths.UsualQemuFolder)
    : Setting<TlsState>, ISelfChecked
{
    private const string QemuKey = "file:/etc/libvirt/qemu.conf#migrate_tls_x509_cert_dir";
    private static readonly TimeSpan s_usual = TimeSpan.FromDays(365);
    private static readonly TimeSpan s_ahead = TimeSpan.FromDays(30);
    private static readonly Value<TlsState> s_noRuntime = Value.NotApplicable<TlsState>("what a daemon has loaded is asked by check.tls");

    private TlsPaths Paths => new(QemuFolder.TrimEnd('/'));

    private ValueList<TlsUser> Users => For is { Count: > 0 } given ? [.. given.Distinct().Order()] : [TlsUser.Libvirt, TlsUser.Qemu];

    private IEnumerable<TlsPair> Pairs => Paths.Pairs(Users);

    private TimeSpan Validity => ValidFor ?? s_usual;

    private TimeSpan Ahead => RenewBefore ?? s_ahead;

    public override ValueList<string> Keys => [.. Paths.Files(Users).Select(file => $"file:{file}")];

    protected override ValueList<string> Files => Paths.Files(Users);

    public override ValueList<Command> Probe(Scene scene) => [TlsReading.Probe(Paths, Users, CaKey is { IsAtHand: true })];

    public override Dual<TlsState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(s_noRuntime, Value.Unreadable<TlsState>(answers[0].Complaint));
        var reading = TlsReading.Of(answers[0]);
        return new(s_noRuntime, Value.Known(new TlsState(
            Users.Select(user => KeyValuePair.Create(Authority(user), TrustIn(reading, Paths.Authority(user)))).ToValueMap(),
            Pairs.Select(pair => KeyValuePair.Create(pair.Name, CredentialIn(reading, pair))).ToValueMap())));
    }

    public override Dual<TlsState> Want(Dual<TlsState> now, Scene scene) => Want(now, null, scene);

    protected override Dual<TlsState> Want(Dual<TlsState> now, Answers answers, Scene scene) => Want(now, answers[0].Succeeded ? TlsReading.Of(answers[0]) : null, scene);

    public override bool Satisfied(Value<TlsState> now, Value<TlsState> want) => now.IsKnown(out var found) && want.IsKnown(out var asked)
        ? asked.Trust.All(pair => found.Trust.TryGetValue(pair.Key, out var trust) && pair.Value.IsMetBy(trust))
          && asked.Credentials.All(pair => found.Credentials.TryGetValue(pair.Key, out var credential) && pair.Value.IsMetBy(credential))
        : base.Satisfied(now, want);

    protected override string Text(TlsState state) => string.Join("; ", state.Trust.Select(pair => $"{pair.Key} {pair.Value.Text}").Concat(state.Credentials.Select(pair => $"{pair.Key} {pair.Value.Text}")));

    protected override IEnumerable<Difference> Differences(string form, Value<TlsState> now, Value<TlsState> want)
    {
        if (!now.IsKnown(out var found) || !want.IsKnown(out var asked)) return base.Differences(form, now, want);
        return
        [
            .. asked.Trust.Where(pair => !pair.Value.IsMetBy(found.Trust[pair.Key])).Select(pair => new Difference(pair.Key, found.Trust[pair.Key].Text, pair.Value.Text)),
            .. asked.Credentials.Where(pair => !pair.Value.IsMetBy(found.Credentials[pair.Key])).Select(pair => new Difference(pair.Key, found.Credentials[pair.Key].Text, Told(pair.Value))),
        ];
    }

    protected override IEnumerable<string> Notes(Dual<TlsState> want, Answers answers, Scene scene)
    {
        var reading = TlsReading.Of(answers[0]);
        if (Users.Contains(TlsUser.Qemu) && reading.Looks is { } looks && looks.TrimEnd('/') != Paths.QemuFolder && !scene.Coming.Contains(QemuKey))
            yield return $"QEMU looks in {looks} now: set migrate_tls_x509_cert_dir of qemu.conf (libvirt.conf) to {Paths.QemuFolder}";
    }

    private static string Authority(TlsUser user) => user == TlsUser.Libvirt ? "libvirt authority" : "QEMU authority";

    // The day on which it ends is told when it is there: a plan that names it would be another one tomorrow.
    private string Told(TlsCredential want) => want.IsToCome ? $"to be issued by {want.Issuer} for {string.Join(" ", want.Names)}, valid {Quantity.Text(Validity)} from then, key {(want.Key is { } key ? TlsTrust.Words(key) : "")}" : want.Text;

    private static TlsTrust TrustIn(TlsReading reading, string path) =>
        new(reading.Certificates(path) is { } all ? new CertificateBundle(all).Fingerprints : [], reading.Ownership(path));

    private TlsCredential CredentialIn(TlsReading reading, TlsPair pair)
    {
        var (all, mine, key) = (reading.Certificates(pair.Certificate), reading.Ownership(pair.Certificate), reading.Ownership(pair.Key));
        return all is { } there
            ? new(there[0].Issuer, there[0].Names, there[0].Until, there[0].Fingerprint, TlsFaults.OfPair(there, reading, pair, Ca) ?? "", mine, key)
            : new("", [], null, null, mine is null ? "no certificate" : "no certificate that can be read", mine, key);
    }

    private Dual<TlsState> Want(Dual<TlsState> now, TlsReading? reading, Scene scene)
    {
        var trust = new TlsTrust(Ca.Fingerprints, new Ownership("644", "root", "root"));
        return new(s_noRuntime, Value.Known(new TlsState(
            Users.Select(user => KeyValuePair.Create(Authority(user), now.Persisted.It?.Trust.GetValueOrDefault(Authority(user)) is { } found && trust.IsMetBy(found) ? found : trust)).ToValueMap(),
            Pairs.Select(pair => KeyValuePair.Create(pair.Name, Want(pair, now.Persisted.It?.Credentials.GetValueOrDefault(pair.Name), reading, scene))).ToValueMap())));
    }

    private TlsCredential Want(TlsPair pair, TlsCredential? now, TlsReading? reading, Scene scene)
    {
        var open = new Ownership("644", "root", "root");
        var key = Closed(pair, reading) ?? now?.Key ?? new Ownership("600", "root", "root");
        if (Certificate is { First: var given }) return new(given.Issuer, given.Names, given.Until, given.Fingerprint, "", open, key);
        ValueList<string> names = [.. NamesOf(reading, scene)];
        var good = now is { Fault.Length: 0 } && now.Issuer == Ca.First.Subject && names.All(now.Names.Contains) ? now : null;
        var due = good?.Until is { } until && reading is not null && until - Ahead <= reading.Now;
        return good is not null && !due ? good with { Certificate = open, Key = key } : new(Ca.First.Subject, names, null, null, "", open, key, good?.Fingerprint);
    }

    private static Ownership? Closed(TlsPair pair, TlsReading? reading) =>
        pair.User == TlsUser.Libvirt ? new Ownership("600", "root", "root") : reading?.Reader is { } reader ? new Ownership("600", reader.User, reader.Group) : null;

    // In an order that is the same each time; the inventory's name first, for it becomes the subject.
    private IEnumerable<string> NamesOf(TlsReading? reading, Scene scene) => (reading?.Names ?? []).Concat(Names ?? [])
        .Concat(((string?[])[scene.Self.MigrationAddress, scene.Facts.SshSession.Split(' ').ElementAtOrDefault(1)]).OfType<string>().Where(address => IPAddress.TryParse(address, out _)))
        .Select(name => IPAddress.TryParse(name, out var address) ? address.ToString() : name)
        .Where(name => name != scene.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(scene.Host);
}
