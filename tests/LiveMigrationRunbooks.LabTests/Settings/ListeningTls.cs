namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Shell texts that give a host certificates for libvirt where it looks for them, and take them away again.</summary>
internal static class ListeningTls
{
    /// <summary>A CA and a certificate of the host; said again, another certificate of the same CA.</summary>
    public const string Certificates = """
        mkdir -p /etc/pki/CA /etc/pki/libvirt/private && cd /etc/pki/CA &&
        { [ -e cakey.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout cakey.pem -out cacert.pem -subj /CN=lmr-lab -days 30 2>/dev/null; } &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ../libvirt/private/serverkey.pem -out /tmp/lmr-lab.csr -subj /CN=$(hostname) 2>/dev/null &&
        openssl x509 -req -in /tmp/lmr-lab.csr -CA cacert.pem -CAkey cakey.pem -out ../libvirt/servercert.pem -days 30 2>/dev/null && rm /tmp/lmr-lab.csr
        """;

    /// <param name="verb"><c>start</c> or <c>stop</c>. A socket is not opened beside a daemon that runs already.</param>
    public static string Listen(string verb) => $"systemctl stop libvirtd.service 2>/dev/null; systemctl {verb} libvirtd-tls.socket && systemctl start libvirtd.service";

    public const string NoCertificates = "rm -rf /etc/pki/CA /etc/pki/libvirt; rmdir /etc/pki 2>/dev/null || true";

    /// <summary>Which certificate is shown to who connects; nothing where nobody listens.</summary>
    public const string Shown = "openssl s_client -connect 127.0.0.1:16514 </dev/null 2>/dev/null | openssl x509 -noout -serial 2>/dev/null || true";
}
