using System.Net;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <content>What cannot be, said before anything is written.</content>
public sealed partial record LibvirtTls
{
    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (CaKey is null == Certificate is null) yield return ("ca_key", CaKey is null ? "Neither a key to issue certificates with nor a certificate is given." : "Certificates are either issued or given.", "Give ca_key, or certificate and key.");
        if (Certificate is null != Key is null) yield return ("key", "A certificate and its key belong together.", "Give both, or ca_key in their place.");
        if (!Ca.All.Any(each => each.IsOwnIssuer)) yield return ("ca", $"{Ca} was signed by somebody else, and the chain ends there: no peer can check it.", "Put the certificate of the root authority into the same file.");
        foreach (var other in Ca.All.Where(each => !each.IsAuthority)) yield return ("ca", $"{other.Subject} is no authority: it may not sign.", "Give certificates with basicConstraints CA:TRUE.");
        if (Certificate is { } given && !Ca.Signed(given.First, given.All.Skip(1))) yield return ("certificate", $"{given.First.Subject} was issued by {given.First.Issuer}, and not by {Ca}.", "Give a certificate of this authority, and put those between into the same text.");
        if (Certificate is { First: { ForServers: false } or { ForClients: false } }) yield return ("certificate", "It stands for both sides: a host asks its peers, and is asked by them.", "Have it issued for serverAuth and clientAuth.");
        if (Certificate is { First.ForKeys: false }) yield return ("certificate", "Its keyUsage does not permit to sign and to encipher keys, and libvirt loads no such certificate.", "Have it issued with keyUsage digitalSignature and keyEncipherment, or none.");
        foreach (var name in (Names ?? []).Where(name => !IPAddress.TryParse(name, out _) && Uri.CheckHostName(name) != UriHostNameType.Dns)) yield return ("names", $"'{name}' is neither a name nor an address.", "Write names as kvm1.example.org, and addresses as 198.51.100.11.");
        if (Validity <= Ahead) yield return ("valid_for", "A certificate would be issued anew as soon as it is there.", "Let it be valid for longer than renew_before.");
        if (Ahead < TimeSpan.Zero) yield return ("renew_before", "It is the time before the end.", "Give a time from 0s.");
    }

    protected override IEnumerable<Refusal> Refuse(Dual<TlsState> now, Dual<TlsState> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return [new Refusal(null, $"What {scene.Host} has cannot be read: {answers[0].Complaint}.", "Look at /etc/pki and at /var/lib/lmr on the host.")];
        var reading = TlsReading.Of(answers[0]);
        return [.. Paths.Files(Users).SelectMany(path => Place(path, reading)), .. Users.Contains(TlsUser.Qemu) ? Reader(reading) : [], .. CaKey is null ? Given(reading, scene) : Issuing(reading)];
    }

    private static IEnumerable<Refusal> Place(string path, TlsReading reading)
    {
        if (reading.Kind(path) is "link" or "other") yield return new Refusal(null, $"{path} is {(reading.Kind(path) == "link" ? "a link" : "no file")}, and lmr writes files only.", "Take it away, or name another qemu_folder.");
    }

    private static IEnumerable<Refusal> Reader(TlsReading reading)
    {
        if (reading.Reader is null) yield return new Refusal("for", $"QEMU is to run as {reading.NoReader ?? "nobody knows whom"}, and this host has no such user: nobody could read its key.", "Look at user in /etc/libvirt/qemu.conf.");
    }

    private IEnumerable<Refusal> Issuing(TlsReading reading)
    {
        if (Ca.First.Until - Ahead <= reading.Now)
            yield return new Refusal("ca", $"{Ca.First.Subject} ends {Ca.First.Until:yyyy-MM-dd HH:mm} UTC, and what it issues ends with it: within renew_before by the clock of this host ({reading.Now:yyyy-MM-dd HH:mm} UTC).", "Renew the authority's certificate, or look at the host's clock.");
        if (CaKey is not { IsAtHand: true }) yield break;
        using var key = CaKey.Open();
        if (key is null) yield return new Refusal("ca_key", "The authority's key cannot be used: it is no RSA or EC key in PEM form, or has a passphrase.", "Give it without one; a secret of 'command' can open it.");
        else if (!TlsIssue.IsKeyOf(Ca.First, key)) yield return new Refusal("ca_key", $"This is not the key of {Ca.First.Subject}: no peer would believe what it signs.", "Give the key that belongs to the first certificate of ca.");
    }

    private IEnumerable<Refusal> Given(TlsReading reading, Scene scene)
    {
        if (Certificate is not { First: var given }) yield break;
        if (given.From > reading.Now) yield return new Refusal("certificate", $"{given.Subject} is not valid before {given.From:yyyy-MM-dd HH:mm} UTC; the clock of this host says {reading.Now:yyyy-MM-dd HH:mm} UTC.", "Wait until it is, or look at the host's clock.");
        if (given.Until <= reading.Now) yield return new Refusal("certificate", $"{given.Subject} ended {given.Until:yyyy-MM-dd HH:mm} UTC; the clock of this host says {reading.Now:yyyy-MM-dd HH:mm} UTC.", "Have it renewed, or look at the host's clock.");
        if (NamesOf(null, scene).Where(name => !given.HoldsFor(name)).ToList() is { Count: > 0 } missing)
            yield return new Refusal("certificate", $"{given.Subject} does not hold for {string.Join(", ", missing)}, by which peers reach this host.", "Have it issued with subjectAltName entries for them.");
    }
}
