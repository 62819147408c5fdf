using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>What a host heard from its peers over TLS, and what its own daemon shows.</summary>
internal sealed class TlsPeers
{
    private readonly Dictionary<string, string> _told;
    private readonly string? _serves;

    private TlsPeers(CommandResult answer)
    {
        var lines = answer.Lines.Select(line => line.Split(' ', 3)).Where(words => words.Length > 1).ToList();
        _told = lines.Where(words => words[0] == "peer").DistinctBy(words => words[1]).ToDictionary(words => words[1], words => words.ElementAtOrDefault(2) ?? "", StringComparer.Ordinal);
        _serves = lines.Find(words => words[0] == "serves")?[1];
    }

    /// <summary>Whether somebody did not answer who may be about to.</summary>
    public bool IsSilent => _told.Values.Any(told => told.Contains("refused", StringComparison.Ordinal));

    public static TlsPeers Of(CommandResult answer) => new(answer);

    /// <summary>What the daemon has loaded, if it listens, must be what its file holds.</summary>
    public IEnumerable<TlsFinding> Loaded(TlsReading reading)
    {
        if (_serves is { } serves && reading.Certificates(Server.Certificate) is [var certificate, ..] && certificate.Fingerprint != serves)
            yield return new($"libvirt's daemon shows another certificate than {Server.Certificate} holds: it has not loaded it", "Notify a handler with libvirt.reload, or restart the daemon with libvirt.restart.");
    }

    /// <param name="mine">What this host told of itself.</param>
    /// <param name="theirs">What the peer told of itself; null where it was not asked.</param>
    /// <returns>Null where the peer answered.</returns>
    public TlsFinding? Of(string peer, string address, int port, TlsReading mine, TlsReading? theirs) => _told.GetValueOrDefault(address, "nothing") switch
    {
        "ok" => null,
        var told when Has(told, "refused") => new($"nobody listens for TLS on {peer} ({address}:{port})", "Let libvirt listen there with libvirt.daemon, and look at a firewall that rejects."),
        var told when told == "late" || Has(told, "timed out") || Has(told, "No route") => new($"nothing comes back from {peer} ({address}:{port})", $"Open {port}/tcp on {peer} for the migration network with firewall.ports."),
        // libvirt keeps the reason to its log.
        var told when Has(told, "verify peer's certificate") => Unverified(peer, address, mine, theirs),
        // The peer closes the connection where it does not want who called.
        var told when Has(told, "TLS confirmation") => new($"{peer} ({address}) does not take this host's certificate", $"Look at the journal of libvirt on {peer}: what it trusts ({Paths.Authority(TlsUser.Libvirt)}), its tls_allowed_dn_list, its clock."),
        var told => new($"{peer} ({address}) does not answer over TLS: {told.Trim()}", $"Try `virsh -c qemu+tls://{address}:{port}/system version` on this host."),
    };

    private static TlsPaths Paths { get; } = new(TlsPaths.UsualQemuFolder);

    private static TlsPair Server { get; } = Paths.Pairs([TlsUser.Libvirt]).First(pair => pair.IsServer);

    private static TlsFinding Unverified(string peer, string address, TlsReading mine, TlsReading? theirs)
    {
        var what = $"the certificate that {peer} ({address}) shows is not taken here";
        if (theirs?.Certificates(Server.Certificate) is not { } shown || mine.Certificates(Paths.Authority(TlsUser.Libvirt)) is not { } trusted)
            return new(what, $"Compare the authorities of both hosts, the names in the certificate of {peer}, and the clocks.");
        if (!new CertificateBundle(trusted).Signed(shown[0], shown.Skip(1))) return new($"{what}: it was issued by {shown[0].Issuer}, whom this host does not trust", "Give all hosts the same ca with libvirt.tls.");
        // That it is not for the address by which it is reached was told on the peer.
        return shown[0].From > mine.Now || shown[0].Until <= mine.Now
            ? new($"{what}: it is valid from {shown[0].From:yyyy-MM-dd HH:mm} to {shown[0].Until:yyyy-MM-dd HH:mm} UTC, and the clock of this host says {mine.Now:yyyy-MM-dd HH:mm} UTC", "Compare the clocks of both hosts (check.time, time.sync).")
            : new(what, $"Look whether libvirt on {peer} has loaded its certificate: notify libvirt.reload there.");
    }

    private static bool Has(string told, string words) => told.Contains(words, StringComparison.OrdinalIgnoreCase);
}
