using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Tls;

[StepKind("check.tls", "Proves that the certificates of libvirt and QEMU are good for a migration: whole, trusted, for the right names and readers, valid beyond the window; and that every host answers every other one over TLS.")]
[Risks("Changes nothing.", Disturbs = "Each host connects to each other one, as a migration would.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckTls(
    [Argument("Whose files: libvirt, qemu, or both; both when not given.", Example = "[libvirt, qemu]")] ValueList<TlsUser>? For = null,
    [Argument("How long beyond the end of the window, or from now where there is none, they must be valid; 1d when not given.", Example = "7d")] TimeSpan? Beyond = null,
    [Argument("Whether each host of the play asks each other one over TLS, at its migration_address, with its own certificate.")] bool Handshake = true,
    [Argument("The port on which libvirt listens for TLS.", Min = 1, Max = 65535)] int Port = 16514,
    [Argument("Where QEMU's files stand: migrate_tls_x509_cert_dir of qemu.conf.", Pattern = "/[A-Za-z0-9._/-]+", PatternWords = "an absolute path", Example = "/etc/pki/qemu")] string QemuFolder = TlsPaths.UsualQemuFolder) : Check, ISelfChecked
{
    private static readonly TimeSpan s_beyond = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(10);
    private static readonly string s_peers = ShellText.Of("Steps/Tls/tls-peers.sh");

    private ValueList<TlsUser> Users => For is { Count: > 0 } given ? [.. given.Distinct().Order()] : [TlsUser.Libvirt, TlsUser.Qemu];

    private bool Asks => Handshake && Users.Contains(TlsUser.Libvirt);

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Beyond < TimeSpan.Zero) yield return ("beyond", "It is the time after the window's end.", "Give a time from 0s.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
    [
        TlsReading.Probe(new TlsPaths(QemuFolder.TrimEnd('/')), Users, stage: false),
        .. Asks ? [Command.Sh(s_peers, [$"{Port}", .. scene.Peers.Select(AddressOf)])] : Array.Empty<Command>(),
    ];

    // A daemon that was told to load its certificates anew may not answer at once.
    public override TimeSpan SettlesWithin(Answers answers, Scene scene) => Asks && TlsPeers.Of(answers[1]).IsSilent ? s_starting : TimeSpan.Zero;

    public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (!answers[0].Succeeded) return new Verdict.Failed($"its certificates cannot be read: {answers[0].Complaint}", "Install openssl there, and look at /etc/pki.");
        var found = Own(answers, scene);
        if (found.Count == 0 && Asks) found = Peers(answers, scene, others);
        return found.Count > 0
            ? new Verdict.Failed(string.Join("; ", found.Select(each => each.Text)), string.Join(" ", found.Select(each => each.Remedy).Distinct()))
            : new Verdict.Passed(Well(TlsReading.Of(answers[0]), scene));
    }

    private string Well(TlsReading reading, Scene scene)
    {
        var first = new TlsPaths(QemuFolder.TrimEnd('/')).Pairs(Users).Select(pair => (pair.Name, reading.Certificates(pair.Certificate)?[0].Until)).MinBy(pair => pair.Until);
        return $"valid until {first.Until:yyyy-MM-dd} ({first.Name})" + (Asks && scene.Peers.Count > 0 ? $"; over TLS answer {string.Join(", ", scene.Peers.Select(peer => peer.Name))}" : "");
    }

    private ValueList<TlsFinding> Own(Answers answers, Scene scene)
    {
        var reading = TlsReading.Of(answers[0]);
        var past = (scene.WindowEnd is { } end && end > reading.Now ? end : reading.Now) + (Beyond ?? s_beyond);
        var found = new TlsInspection(reading, new TlsPaths(QemuFolder.TrimEnd('/')), AddressOf(scene.Self), past, scene.WindowEnd is not null).Of(Users).ToValueList();
        // No daemon loads what is wrong.
        return found.Count > 0 || !Asks ? found : [.. TlsPeers.Of(answers[1]).Loaded(reading)];
    }

    // What a peer has wrong itself is told there.
    private ValueList<TlsFinding> Peers(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        var ill = others.Where(other => !other.Answers[0].Succeeded || Own(other.Answers, other.Scene).Count > 0).Select(other => other.Scene.Host).ToList();
        var told = TlsPeers.Of(answers[1]);
        return [.. scene.Peers.Where(peer => !ill.Contains(peer.Name)).Select(peer => told.Of(peer.Name, AddressOf(peer), Port, TlsReading.Of(answers[0]), others.FirstOrDefault(other => other.Scene.Host == peer.Name) is { } other ? TlsReading.Of(other.Answers[0]) : null)).OfType<TlsFinding>()];
    }

    private static string AddressOf(Peer peer) => peer.MigrationAddress ?? peer.Name;
}

/// <summary>Something that is wrong, and what to do.</summary>
internal sealed record TlsFinding(string Text, string Remedy);
