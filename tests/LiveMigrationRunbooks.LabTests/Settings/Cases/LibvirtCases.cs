using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>libvirt.</summary>
internal static class LibvirtCases
{
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("libvirt.conf", "kvm2", "libvirt.conf: { file: qemu.conf, set: { keepalive_interval: 7 } }\nnotify: restart libvirt",
            $"grep -E '^ *keepalive_interval' /etc/libvirt/qemu.conf; {HostView.Files("/etc/libvirt/qemu.conf")}",
            ["keepalive_interval = 7"], "sed -i 's/^keepalive_interval = 7/keepalive_interval = 8/' /etc/libvirt/qemu.conf", "sed -i 's/^keepalive_interval = 8/keepalive_interval = 7/' /etc/libvirt/qemu.conf")
        { Lasts = true, Any = random => $"libvirt.conf: {{ file: qemu.conf, set: {{ keepalive_interval: {random.Next(1, 60)} }} }}\nnotify: restart libvirt" },
        Listening,
        new("libvirt.daemon", "kvm1", "libvirt.daemon: { mode: monolithic, tls: on }",
            $"({ListeningTls.Shown}) | cut -c 1-7; {Sockets}; {HostView.Files(Link("tls"))}",
            ["serial=", "inactive active", "disabled enabled"], "systemctl stop libvirtd.service libvirtd-tls.socket 2>/dev/null; systemctl start libvirtd.service", "systemctl stop libvirtd.service 2>/dev/null; systemctl start libvirtd-tls.socket")
        { Given = ListeningTls.Certificates, After = ListeningTls.NoCertificates },
    ];

    private static SettingCase Listening => new("libvirt.daemon", "kvm2", "libvirt.daemon: { tcp: on }", $"{Sockets}; {HostView.Files(Link("tcp"))}",
        ["active inactive", "enabled disabled"], "systemctl disable -q libvirtd-tcp.socket", "systemctl enable -q libvirtd-tcp.socket")
    { Lasts = true, Any = random => $"libvirt.daemon: {{ {new[] { "mode: monolithic, tcp: on", "tcp: on", "mode: monolithic, tls: off" }[random.Next(3)]} }}" };

    private const string Sockets = "echo $(systemctl is-active libvirtd-tcp.socket libvirtd-tls.socket); echo $(systemctl is-enabled libvirtd-tcp.socket libvirtd-tls.socket)";

    private static string Link(string how) => $"/etc/systemd/system/sockets.target.wants/libvirtd-{how}.socket";
}
