using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// One kind of step on the tier that can show it: the step, how to read the host without <c>lmr</c>, what that reading must hold afterwards,
/// and how a person would change it by hand and back.
/// </summary>
/// <param name="Step">YAML of one step; <c>notify</c> may name the handler <c>restart libvirt</c>.</param>
/// <param name="Reading">Shell text: the value in force, then the files that persist it.</param>
/// <param name="Wanted">Lines of the reading after apply.</param>
/// <param name="ByHand">Shell text that moves the value in force.</param>
/// <param name="Back">Shell text that undoes it.</param>
public sealed record SettingCase(string Kind, string Host, string Step, string Reading, string[] Wanted, string ByHand, string Back)
{
    private const string Link = "/etc/systemd/network/00-lmr-eth1.link";
    private const string Sysctls = "/etc/sysctl.d/90-lmr.conf";
    private const string Rule = "rule family=\"ipv4\" source address=\"198.51.100.0/24\" port port=\"49300-49310\" protocol=\"tcp\" accept";

    public string Tier => Host.StartsWith("vm", StringComparison.Ordinal) ? "vm" : "container";

    /// <summary>Values that neither a fresh host nor the demo's tuning has, so a case always has something to change.</summary>
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Mtu("kvm2"), Mtu("vm1"), Offload("kvm2"),
        Sysctl("kvm2", "net.ipv4.tcp_rmem", "[4096, 98304, 8388608]", "4096 98304 8388608", "4096 131072 6291456"),
        Sysctl("vm1", "net.core.rmem_max", "9437184", "9437184", "212992"),
        new("nic.ring", "vm1", "nic.ring: { device: eth1, rx: 1024, tx: 512 }",
            $"ethtool -g eth1 | awk '/Current/ {{ now = 1 }} now && /^(RX|TX):/ {{ print $1 $2 }}'; {HostView.Files(Link)}",
            ["RX:1024", "TX:512"], "ethtool -G eth1 rx 512", "ethtool -G eth1 rx 1024"),
        new("file", "kvm2", "file: { path: /etc/lmr-lab.conf, content: \"one\\ntwo\\n\", mode: \"0640\", group: daemon }",
            $"cat /etc/lmr-lab.conf 2>/dev/null; {HostView.Files("/etc/lmr-lab.conf")}",
            ["one", "two", "/etc/lmr-lab.conf regular file 640 0:1"], "chmod 0600 /etc/lmr-lab.conf", "chmod 0640 /etc/lmr-lab.conf"),
        new("file", "kvm3", "file: { path: /etc/lmr-lab-old.conf, content: \"new\\n\" }",
            $"cat /etc/lmr-lab-old.conf; {HostView.Files("/etc/lmr-lab-old.conf")}",
            ["new", "/etc/lmr-lab-old.conf regular file 604 2:3"], "echo hand >/etc/lmr-lab-old.conf", "echo new >/etc/lmr-lab-old.conf")
        { Given = "printf 'old\\0bytes' >/etc/lmr-lab-old.conf; chmod 0604 /etc/lmr-lab-old.conf; chown 2:3 /etc/lmr-lab-old.conf; setfattr -n user.kept -v yes /etc/lmr-lab-old.conf 2>/dev/null || python3 -c 'import os; os.setxattr(\"/etc/lmr-lab-old.conf\", \"user.kept\", b\"yes\")' || true", After = "rm -f /etc/lmr-lab-old.conf" },
        new("directory", "kvm2", "directory: { path: /etc/lmr-lab.d, mode: \"0750\", group: daemon }", HostView.Files("/etc/lmr-lab.d"),
            ["/etc/lmr-lab.d directory 750 0:1"], "chmod 0700 /etc/lmr-lab.d", "chmod 0750 /etc/lmr-lab.d"),
        new("libvirt.conf", "kvm2", "libvirt.conf: { file: qemu.conf, set: { keepalive_interval: 7 } }\nnotify: restart libvirt",
            $"grep -E '^ *keepalive_interval' /etc/libvirt/qemu.conf; {HostView.Files("/etc/libvirt/qemu.conf")}",
            ["keepalive_interval = 7"], "sed -i 's/^keepalive_interval = 7/keepalive_interval = 8/' /etc/libvirt/qemu.conf", "sed -i 's/^keepalive_interval = 8/keepalive_interval = 7/' /etc/libvirt/qemu.conf"),
        new("firewall.ports", "kvm1", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"firewall-cmd --list-rich-rules; firewall-offline-cmd --zone=public --list-rich-rules | sed 's/^/permanent /'; {HostView.Files("/etc/firewalld/zones/public.xml")}",
            [Rule, $"permanent {Rule}"], $"firewall-cmd -q --remove-rich-rule='{Rule}'", $"firewall-cmd -q --add-rich-rule='{Rule}'"),
        new("firewall.ports", "kvm3", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"nft list ruleset | grep -o 'ip saddr.*49300.*' | sed 's/ comment.*//'; {HostView.Files("/etc/nftables.conf", "/etc/nftables.d/lmr.nft")}",
            ["ip saddr 198.51.100.0/24 tcp dport 49300-49310 accept"],
            "nft delete rule inet filter input handle $(nft -a list chain inet filter input | sed -n 's/.*49300.*handle //p')", "sed -n '/49300-49310/p' /etc/nftables.d/lmr.nft | nft -f -"),
    ];

    /// <summary>Shell text that prepares the host.</summary>
    public string Given { get; init; } = "true";

    /// <summary>Shell text that takes the preparation away.</summary>
    public string After { get; init; } = "true";

    public override string ToString() => $"{Kind} on {Host}";

    private static SettingCase Mtu(string host) => new(
        "nic.mtu", host, "nic.mtu: { device: eth1, mtu: 8400 }", $"cat /sys/class/net/eth1/mtu; {HostView.Files(Link)}", ["8400"], "ip link set eth1 mtu 8300", "ip link set eth1 mtu 8400");

    private static SettingCase Offload(string host) => new(
        "nic.offload", host, "nic.offload: { device: eth1, gro: on, tso: on }",
        $"ethtool -k eth1 | grep -E '^(generic-receive-offload|tcp-segmentation-offload|\\s*tx-tcp)'; {HostView.Files(Link)}",
        ["generic-receive-offload: on", "tcp-segmentation-offload: on"], "ethtool -K eth1 gro off", "ethtool -K eth1 gro on");

    private static SettingCase Sysctl(string host, string key, string wish, string wanted, string other) => new(
        "sysctl", host, $"sysctl: {{ set: {{ {key}: {wish} }} }}", $"sysctl -n {key} | tr '\\t' ' '; {HostView.Files(Sysctls)}",
        [wanted], $"sysctl -qw {key}='{other}'", $"sysctl -qw {key}='{wanted}'");
}
