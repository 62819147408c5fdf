using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Firewalls: one host for each that lmr can write to.</summary>
internal static class FirewallCases
{
    private const string Rule = "rule family=\"ipv4\" source address=\"198.51.100.0/24\" port port=\"49300-49310\" protocol=\"tcp\" accept";
    private const string Ufw = "ufw-user-input -s 198.51.100.0/24 -p tcp -m multiport --dports 49300:49310 -j ACCEPT";
    private const string Tuple = "### tuple ### allow tcp 49300:49310 0.0.0.0/0 any 198.51.100.0/24 in comment=6c6d722034393330302d34393331302f7463702066726f6d203139382e35312e3130302e302f3234";
    private const string Iptables = "INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 49300:49310 -m comment --comment \"lmr 49300-49310/tcp from 198.51.100.0/24\" -j ACCEPT";
    private const string Six = "INPUT -s 2001:db8::/64 -p tcp -m tcp --dport 49300:49310 -m comment --comment \"lmr 49300-49310/tcp from 2001:db8::/64\" -j ACCEPT";
    private const string Mark = "ip daddr 198.51.100.0/24 tcp dport 49300-49310 ip dscp set cs1 comment \"lmr 49300-49310/tcp to 198.51.100.0/24\"";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("firewall.ports", "kvm2", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"firewall-cmd --list-rich-rules; firewall-offline-cmd --zone=public --list-rich-rules | sed 's/^/permanent /'; {HostView.Files("/etc/firewalld/zones/public.xml")}",
            [Rule, $"permanent {Rule}"], $"firewall-cmd -q --remove-rich-rule='{Rule}'", $"firewall-cmd -q --add-rich-rule='{Rule}'")
        { Any = random => $"firewall.ports: {{ ports: {Ports(random)}, from: [198.51.{random.Next(100, 110)}.0/24, 2001:db8:{random.Next(1, 10)}::/64] }}" },
        new("firewall.ports", "kvm3", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"nft list ruleset | grep -o 'ip saddr.*49300.*' | sed 's/ comment.*//'; {HostView.Files("/etc/nftables.conf", "/etc/nftables.d", "/etc/nftables.d/lmr.nft")}",
            ["ip saddr 198.51.100.0/24 tcp dport 49300-49310 accept"],
            "nft delete rule inet filter input handle $(nft -a list chain inet filter input | sed -n 's/.*49300.*handle //p')", "sed -n '/49300-49310/p' /etc/nftables.d/lmr.nft | nft -f -"),
        new("firewall.ports", "kvm4", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"iptables -S ufw-user-input; grep 49300 /etc/ufw/user.rules; {HostView.Files("/etc/ufw/user.rules", "/etc/ufw/user6.rules")}",
            [$"-A {Ufw}", Tuple], $"iptables -D {Ufw}", $"iptables -I {Ufw.Replace("input", "input 1", StringComparison.Ordinal)}"),
        new("firewall.ports", "kvm5", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\", \"2001:db8::/64\"] }",
            $"iptables -S INPUT; ip6tables -S INPUT; {HostView.Files("/etc/iptables/rules.v4", "/etc/iptables/rules.v6")}",
            [$"-A {Iptables}", $"-A {Six}"], $"ip6tables -D {Six}", $"ip6tables -I {Six}"),
        Marks("kvm2"), Marks("kvm3"),
    ];

    // A range of ports that no other case opens.
    private static string Ports(Random random) => random.Next(40000, 40100) is var low && random.Next(2) == 0 ? $"{low}/tcp" : $"{low}-{random.Next(low + 1, 40200)}/udp";

    private static SettingCase Marks(string host) => new(
        "firewall.mark", host, "firewall.mark: { ports: 49300-49310/tcp, to: [\"198.51.100.0/24\"], dscp: cs1 }",
        $"nft list table inet lmr_mark 2>/dev/null | grep -o 'ip daddr.*'; systemctl is-enabled lmr-mark.service 2>/dev/null; {HostView.Files("/etc/nftables.d", "/etc/nftables.d/lmr-mark.nft", "/etc/systemd/system/lmr-mark.service")}",
        [Mark, "enabled"], "nft delete table inet lmr_mark", "nft -f /etc/nftables.d/lmr-mark.nft")
    {
        Any = random => $"firewall.mark: {{ ports: {Ports(random)}, to: [198.51.{random.Next(100, 110)}.0/24], dscp: {random.Next(64)} }}",
    };
}
