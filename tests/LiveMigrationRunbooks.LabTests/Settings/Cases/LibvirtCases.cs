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
        new("libvirt.lockd", "kvm1", $"libvirt.lockd: {{ locks: on, lockspace: {Locks}, auto_leases: true }}\nnotify: restart libvirt",
            $"grep -E '^ *lock_manager' /etc/libvirt/qemu.conf; grep -vE '^ *(#|$)' /etc/libvirt/qemu-lockd.conf; echo $(systemctl is-active virtlockd.socket; systemctl is-enabled virtlockd.socket); {HostView.Files("/etc/libvirt/qemu.conf", "/etc/libvirt/qemu-lockd.conf", "/etc/systemd/system/sockets.target.wants/virtlockd.socket")}",
            ["lock_manager = \"lockd\"", "auto_disk_leases = 1", $"file_lockspace_dir = \"{Locks}\"", "active enabled"], "sed -i 's/^lock_manager = .*/lock_manager = \"nop\"/' /etc/libvirt/qemu.conf", "sed -i 's/^lock_manager = .*/lock_manager = \"lockd\"/' /etc/libvirt/qemu.conf")
        { Lasts = true, Any = random => new[] { $"libvirt.lockd: {{ locks: on, auto_leases: {Truth(random)} }}", $"libvirt.lockd: {{ locks: on, lockspace: {Locks} }}", "libvirt.lockd: { locks: off }" }[random.Next(3)] + "\nnotify: restart libvirt" },
        new("libvirt.pool", "kvm2", $"libvirt.pool: {{ name: lmr-lab, type: dir, target: {Pool}, build: true }}",
            $"{Known("pool")}; {HostView.Files("/etc/libvirt/storage", "/etc/libvirt/storage/autostart/lmr-lab.xml", Pool)}",
            ["active autostart", $"<path>{Pool}</path>"], "virsh -q pool-destroy lmr-lab", "virsh -q pool-start lmr-lab")
        { Any = random => $"libvirt.pool: {{ name: lmr-lab, type: dir, target: {Pool}-{random.Next(9)}, build: true, active: {Truth(random)}, autostart: {Truth(random)} }}" },
        new("libvirt.network", "kvm4", "libvirt.network: { name: lmr-lab, forward: nat, bridge: virbr-lmr, addresses: [203.0.113.1/28], dhcp: 203.0.113.2-203.0.113.6 }",
            $"{Known("net")}; ip -br -4 address show virbr-lmr 2>/dev/null | tr -s ' '; pgrep -c dnsmasq; {HostView.Files("/etc/libvirt/qemu/networks/autostart/lmr-lab.xml")}",
            ["active autostart", "<forward mode='nat'/>", "<range start='203.0.113.2' end='203.0.113.6'/>", "virbr-lmr DOWN 203.0.113.1/28 ", "2"], "virsh -q net-destroy lmr-lab", "virsh -q net-start lmr-lab"),
        new("libvirt.network", "kvm1", "libvirt.network: { name: lmr-lab, forward: bridge, bridge: br-lmr }",
            $"{Known("net")}; {HostView.Files("/etc/libvirt/qemu/networks/autostart/lmr-lab.xml")}",
            ["active autostart", "<bridge name='br-lmr'/>"], "virsh -q net-destroy lmr-lab", "virsh -q net-start lmr-lab")
        { Given = "ip link add br-lmr type bridge", After = "ip link del br-lmr" },
        new("libvirt.network", "kvm2", "libvirt.network: { name: lmr-lab, forward: bridge, bridge: br-lmr, active: false, autostart: false }",
            $"{Known("net")}; {HostView.Files("/etc/libvirt/qemu/networks/autostart/lmr-lab.xml")}",
            ["<bridge name='br-lmr'/>"], "virsh -q net-autostart lmr-lab", "virsh -q net-autostart lmr-lab --disable")
        { Lasts = true, Any = random => $"libvirt.network: {{ name: lmr-lab, {(random.Next(2) == 0 ? $"forward: bridge, bridge: br{random.Next(9)}" : $"forward: isolated, addresses: [203.0.113.{random.Next(1, 15)}/28], mtu: {random.Next(1280, 9000)}")}, active: false, autostart: {Truth(random)} }}" },
        // With a value it cannot be told without the value what is to do: LibvirtSecretTests.
        new("libvirt.secret", "kvm2", $"libvirt.secret: {{ uuid: {Secret}, usage: ceph, name: client.lmr-lab }}",
            $"virsh -q secret-list | grep {Secret} | tr -s ' '; {HostView.Files($"/etc/libvirt/secrets/{Secret}.xml", $"/etc/libvirt/secrets/{Secret}.base64")}",
            [$" {Secret} ceph client.lmr-lab"], $"cp /etc/libvirt/secrets/{Secret}.xml /run/lmr-lab.xml; virsh -q secret-undefine {Secret}", "virsh -q secret-define /run/lmr-lab.xml")
        { Lasts = true, Any = random => $"libvirt.secret: {{ uuid: {Secret}, usage: {new[] { "ceph", "tls", "iscsi" }[random.Next(3)]}, name: lmr-{random.Next(99)}, private: {Truth(random)} }}" },
    ];

    private const string Locks = "/srv";
    private const string Pool = "/var/lib/lmr-lab-pool";
    private const string Secret = "2a5b08e4-3dca-4ff9-9a1d-40389758d081";

    private static string Truth(Random random) => random.Next(2) == 0 ? "true" : "false";

    // UUID and the bridge's address are libvirt's to choose, and what is free is the machine's.
    private static string Known(string kind) =>
        $"echo $(virsh -q {kind}-info lmr-lab 2>/dev/null | awk '/^(State|Active): *(running|yes)/ {{ print \"active\" }} /^Autostart: *yes/ {{ print \"autostart\" }}'); virsh -q {kind}-dumpxml --inactive lmr-lab 2>/dev/null | sed -E '/uuid|<mac|capacity|allocation|available/d; s/^ +//'";

    private static SettingCase Listening => new("libvirt.daemon", "kvm2", "libvirt.daemon: { tcp: on }", $"{Sockets}; {HostView.Files(Link("tcp"))}",
        ["active inactive", "enabled disabled"], "systemctl disable -q libvirtd-tcp.socket", "systemctl enable -q libvirtd-tcp.socket")
    { Lasts = true, Any = random => $"libvirt.daemon: {{ {new[] { "mode: monolithic, tcp: on", "tcp: on", "mode: monolithic, tls: off" }[random.Next(3)]} }}" };

    private const string Sockets = "echo $(systemctl is-active libvirtd-tcp.socket libvirtd-tls.socket); echo $(systemctl is-enabled libvirtd-tcp.socket libvirtd-tls.socket)";

    private static string Link(string how) => $"/etc/systemd/system/sockets.target.wants/libvirtd-{how}.socket";
}
