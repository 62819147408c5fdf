using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Firewalls.</summary>
internal static class FirewallCases
{
    private const string Rule = "rule family=\"ipv4\" source address=\"198.51.100.0/24\" port port=\"49300-49310\" protocol=\"tcp\" accept";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("firewall.ports", "kvm1", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"firewall-cmd --list-rich-rules; firewall-offline-cmd --zone=public --list-rich-rules | sed 's/^/permanent /'; {HostView.Files("/etc/firewalld/zones/public.xml")}",
            [Rule, $"permanent {Rule}"], $"firewall-cmd -q --remove-rich-rule='{Rule}'", $"firewall-cmd -q --add-rich-rule='{Rule}'"),
        new("firewall.ports", "kvm3", "firewall.ports: { ports: 49300-49310/tcp, from: [\"198.51.100.0/24\"] }",
            $"nft list ruleset | grep -o 'ip saddr.*49300.*' | sed 's/ comment.*//'; {HostView.Files("/etc/nftables.conf", "/etc/nftables.d/lmr.nft")}",
            ["ip saddr 198.51.100.0/24 tcp dport 49300-49310 accept"],
            "nft delete rule inet filter input handle $(nft -a list chain inet filter input | sed -n 's/.*49300.*handle //p')", "sed -n '/49300-49310/p' /etc/nftables.d/lmr.nft | nft -f -"),
    ];
}
