using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Certificates.</summary>
internal static class TlsCases
{
    private static readonly string[] s_files =
    [
        "/etc/pki/CA/cacert.pem", "/etc/pki/libvirt/servercert.pem", "/etc/pki/libvirt/private/serverkey.pem", "/etc/pki/libvirt/clientcert.pem", "/etc/pki/libvirt/private/clientkey.pem",
        "/etc/pki/qemu/ca-cert.pem", "/etc/pki/qemu/server-cert.pem", "/etc/pki/qemu/server-key.pem", "/etc/pki/qemu/client-cert.pem", "/etc/pki/qemu/client-key.pem",
    ];

    private static readonly Authority s_authority = new("Lab CA");

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("libvirt.tls", "kvm2", Step("names: [lab.example.org]"),
            $"for file in {string.Join(' ', s_files.Where(file => file.Contains("cert.pem", StringComparison.Ordinal)))}; do openssl verify -CAfile /etc/pki/CA/cacert.pem $file 2>/dev/null; done; openssl x509 -in /etc/pki/qemu/server-cert.pem -noout -issuer -ext subjectAltName 2>/dev/null; {HostView.Files(s_files)}",
            ["issuer=CN = Lab CA", "/etc/pki/libvirt/servercert.pem: OK", "/etc/pki/qemu/client-cert.pem: OK", "    DNS:kvm2, IP Address:192.0.2.12, IP Address:198.51.100.12, DNS:lab.example.org"],
            "chmod 640 /etc/pki/libvirt/private/serverkey.pem", "chmod 600 /etc/pki/libvirt/private/serverkey.pem")
        {
            Lasts = true,
            Beside = new Dictionary<string, string> { ["ca.pem"] = s_authority.Pem, ["ca-key.pem"] = s_authority.KeyPem },
            Any = random => Step($"names: [lab{random.Next(1000)}.example.org]\n  valid_for: {random.Next(40, 366)}d\n  for: {(random.Next(2) == 0 ? "[libvirt]" : "[qemu, libvirt]")}"),
        },
    ];

    private static string Step(string more) => $"libvirt.tls:\n  ca: ca.pem\n  ca_key: {{ secret: file, path: ca-key.pem }}\n  {more}";
}
