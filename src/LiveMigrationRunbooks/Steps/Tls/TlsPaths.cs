using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>Who uses a set of certificates.</summary>
public enum TlsUser
{
    /// <summary>libvirt's daemons, as server and as client of their peers: <c>qemu+tls://</c>.</summary>
    Libvirt,

    /// <summary>QEMU, for the guest's memory on its way: <c>virsh migrate --tls</c>.</summary>
    Qemu,
}

/// <summary>One certificate with its key: where both stand, whom it stands for, and whether QEMU's own user must read the key.</summary>
/// <param name="Name">For people: <c>libvirt server</c>.</param>
internal sealed record TlsPair(string Name, string Certificate, string Key, bool IsServer, TlsUser User)
{
    /// <summary>The name under which a key waits on its host for its certificate.</summary>
    public string Staged => Name.Replace(' ', '-');
}

/// <summary>
/// Where libvirt and QEMU look. libvirt's own paths are compiled in (<c>LIBVIRT_CACERT</c> and its kin in <c>virnettlscontext.c</c>); QEMU's names
/// are fixed (<c>qcrypto_tls_creds_x509</c>), and the folder is <c>qemu.conf</c>'s to say.
/// </summary>
internal sealed record TlsPaths(string QemuFolder)
{
    public const string UsualQemuFolder = "/etc/pki/qemu";

    public string Authority(TlsUser user) => user == TlsUser.Libvirt ? "/etc/pki/CA/cacert.pem" : $"{QemuFolder}/ca-cert.pem";

    public IEnumerable<TlsPair> Pairs(IEnumerable<TlsUser> users) => users.SelectMany(Pairs);

    public ValueList<string> Files(IEnumerable<TlsUser> users) =>
        [.. users.SelectMany(user => Pairs(user).SelectMany(pair => new[] { pair.Certificate, pair.Key }).Prepend(Authority(user)))];

    private IEnumerable<TlsPair> Pairs(TlsUser user) => user == TlsUser.Libvirt
        ?
        [
            new("libvirt server", "/etc/pki/libvirt/servercert.pem", "/etc/pki/libvirt/private/serverkey.pem", true, user),
            new("libvirt client", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem", false, user),
        ]
        :
        [
            new("QEMU server", $"{QemuFolder}/server-cert.pem", $"{QemuFolder}/server-key.pem", true, user),
            new("QEMU client", $"{QemuFolder}/client-cert.pem", $"{QemuFolder}/client-key.pem", false, user),
        ];
}
