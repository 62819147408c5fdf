using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>Looks at the files of one host as a peer, and those who read them, will.</summary>
/// <param name="name">By what peers reach this host.</param>
/// <param name="past">Until when certificates must be valid.</param>
internal sealed class TlsInspection(TlsReading reading, TlsPaths paths, string name, DateTimeOffset past, bool hasWindow)
{
    private const string Renew = "Have it issued anew with libvirt.tls, and notify libvirt.reload.";
    private const string Clocks = "Compare the clocks of this host and of whoever issued it (check.time, time.sync); if they are right now, have it issued anew with libvirt.tls.";

    public IEnumerable<TlsFinding> Of(ValueList<TlsUser> users) => users.SelectMany(user => Of(user).Concat(paths.Pairs([user]).SelectMany(Of))).DistinctBy(finding => finding.Text);

    private IEnumerable<TlsFinding> Of(TlsUser user)
    {
        var path = paths.Authority(user);
        if (reading.Certificates(path) is not { } all) yield return new($"{path} {(reading.Kind(path) == "absent" ? "is not there" : "holds no certificate that can be read")}", "Put the authority's certificate there with libvirt.tls.");
        else if (Last(user, all) is var last && last.Until <= past) yield return new($"the authority {last.Subject} in {path} {Ends(last)}", "Renew the authority's certificate, and give it to all hosts with libvirt.tls.");
        if (user == TlsUser.Qemu && reading.Looks is { } looks && looks.TrimEnd('/') != paths.QemuFolder)
            yield return new($"QEMU looks for its certificates in {looks}, not in {paths.QemuFolder}", "Set migrate_tls_x509_cert_dir of qemu.conf with libvirt.conf, or name that folder in qemu_folder.");
        if (user == TlsUser.Qemu && reading.Reader is null) yield return new($"QEMU is to run as {reading.NoReader}, and there is no such user", "Look at user in /etc/libvirt/qemu.conf.");
    }

    // While one authority takes over from another, both are in the file: it is good for as long as one that issued what stands here.
    private Certificate Last(TlsUser user, ValueList<Certificate> authorities)
    {
        var issuers = paths.Pairs([user]).Select(pair => reading.Certificates(pair.Certificate)?[0].Issuer).ToHashSet(StringComparer.Ordinal);
        return (authorities.Where(each => issuers.Contains(each.Subject)).ToList() is { Count: > 0 } issuing ? issuing : [.. authorities]).OrderBy(each => each.Until).Last();
    }

    private IEnumerable<TlsFinding> Of(TlsPair pair) => (reading.Certificates(pair.Certificate) is { } all ? Certificate(pair, all) : [Missing(pair)]).Concat(Key(pair));

    private TlsFinding Missing(TlsPair pair) => reading.Kind(pair.Certificate) == "absent"
        ? new($"{pair.Certificate} is not there", $"Put it there with libvirt.tls: {Needs(pair)}.")
        : new($"{pair.Certificate} holds no certificate that can be read", "Put a certificate in PEM form there with libvirt.tls.");

    private IEnumerable<TlsFinding> Certificate(TlsPair pair, ValueList<Certificate> all)
    {
        var (certificate, path) = (all[0], pair.Certificate);
        if (reading.Certificates(paths.Authority(pair.User)) is { } authority && !new CertificateBundle(authority).Signed(certificate, all.Skip(1)))
            yield return new($"{path} was issued by {certificate.Issuer}, which {paths.Authority(pair.User)} does not trust", "Have it issued by the authority that all hosts trust, with libvirt.tls, or give all hosts the same ca.");
        if (pair.IsServer ? !certificate.ForServers : !certificate.ForClients) yield return new($"{path} is not for {(pair.IsServer ? "servers" : "clients")}", $"Have it issued for {(pair.IsServer ? "serverAuth" : "clientAuth")}.");
        if (!certificate.ForKeys) yield return new($"{path} does not permit its key to sign and to encipher keys, and libvirt loads no such certificate", "Have it issued with keyUsage digitalSignature and keyEncipherment, or none.");
        if (pair.IsServer && !certificate.HoldsFor(name))
            yield return new($"{path} is for {(certificate.Names.Count == 0 ? "no name" : string.Join(", ", certificate.Names))}, and peers reach this host as {name}", "Have it issued for that name or address too, with libvirt.tls.");
        if (certificate.From > reading.Now)
            yield return new($"{path} is not valid before {certificate.From:yyyy-MM-dd HH:mm} UTC, and the clock of this host says {reading.Now:yyyy-MM-dd HH:mm} UTC: one clock is at least {Quantity.Text(TimeSpan.FromSeconds(Math.Round((certificate.From - reading.Now).TotalSeconds)))} off", Clocks);
        else if (certificate.Until <= past) yield return new($"{path} {Ends(certificate)}", Renew);
        if (reading.Public(pair.Key) is { } key && key != certificate.PublicKey) yield return new($"{pair.Key} is the key of another certificate than {path}", "Put both there with libvirt.tls.");
        if (pair.User == TlsUser.Qemu && !IsReadable(path)) yield return new($"QEMU's user {reading.Reader?.User} cannot read {path} ({Words(path)})", $"chmod 644 {path}, or put it there with libvirt.tls.");
    }

    private IEnumerable<TlsFinding> Key(TlsPair pair)
    {
        if (reading.Ownership(pair.Key) is not { } file)
        {
            yield return new($"{pair.Key} is {(reading.Kind(pair.Key) == "absent" ? "not there" : "no file")}", $"Put it there with libvirt.tls: {Needs(pair)}.");
            yield break;
        }
        if (reading.Public(pair.Key) is null) yield return new($"{pair.Key} is no private key that can be read without a passphrase", "Put a key in PEM form there with libvirt.tls.");
        // Others, an owner who is neither root nor the reader, and a group that is not the reader's own.
        var reader = pair.User == TlsUser.Qemu ? reading.Reader : ("root", "root");
        if ((Bits(file.Mode) & 0b000_000_111) != 0 || (file.Owner != "root" && file.Owner != reader?.User) || ((Bits(file.Mode) & 0b000_111_000) != 0 && file.Group != reader?.Group))
            yield return new($"{pair.Key} is open to more than its reader ({Words(pair.Key)})", $"chmod 600 {pair.Key}{(file.Owner != "root" && file.Owner != reader?.User ? $" and chown it to {reader?.User ?? "root"}" : "")}, and have the certificate issued for a new key if somebody may have read this one.");
        if (pair.User == TlsUser.Qemu && !IsReadable(pair.Key)) yield return new($"QEMU's user {reading.Reader?.User} cannot read {pair.Key} ({Words(pair.Key)})", $"chown {reading.Reader?.User}:{reading.Reader?.Group} {pair.Key}, or put it there with libvirt.tls.");
    }

    private string Ends(Certificate certificate) =>
        certificate.Until <= reading.Now ? $"ended {certificate.Until:yyyy-MM-dd HH:mm} UTC, and the clock of this host says {reading.Now:yyyy-MM-dd HH:mm} UTC"
        : $"ends {certificate.Until:yyyy-MM-dd HH:mm} UTC, before {(hasWindow ? "the window is over and some time beyond" : "the time that is asked for")} ({past:yyyy-MM-dd HH:mm} UTC)";

    private static string Needs(TlsPair pair) => pair.IsServer ? "a host that guests come to shows it" : "a host that guests leave shows it to their target";

    private bool IsReadable(string path) => reading.Reader is not { } reader || reader.User == "root" || reading.Ownership(path) is not { } file
        || (file.Owner == reader.User ? Bits(file.Mode) & 0b100_000_000 : file.Group == reader.Group ? Bits(file.Mode) & 0b000_100_000 : Bits(file.Mode) & 0b000_000_100) != 0;

    private string Words(string path) => reading.Ownership(path) is { } file ? TlsTrust.Words(file) : "";

    private static int Bits(string mode) => Convert.ToInt32(mode, 8);
}
