using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Interfaces.</summary>
internal static class NicCases
{
    private const string Link = "/etc/systemd/network/00-lmr-eth1.link";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Mtu("kvm2"), Mtu("vm1"), Offload("kvm2"),
        new("nic.ring", "vm1", "nic.ring: { device: eth1, rx: 1024, tx: 512 }",
            $"ethtool -g eth1 | awk '/Current/ {{ now = 1 }} now && /^(RX|TX):/ {{ print $1 $2 }}'; {HostView.Files(Link)}",
            ["RX:1024", "TX:512"], "ethtool -G eth1 rx 512", "ethtool -G eth1 rx 1024"),
    ];

    private static SettingCase Mtu(string host) => new(
        "nic.mtu", host, "nic.mtu: { device: eth1, mtu: 8400 }", $"cat /sys/class/net/eth1/mtu; {HostView.Files(Link)}", ["8400"], "ip link set eth1 mtu 8300", "ip link set eth1 mtu 8400");

    private static SettingCase Offload(string host) => new(
        "nic.offload", host, "nic.offload: { device: eth1, gro: on, tso: on }",
        $"ethtool -k eth1 | grep -E '^(generic-receive-offload|tcp-segmentation-offload|\\s*tx-tcp)'; {HostView.Files(Link)}",
        ["generic-receive-offload: on", "tcp-segmentation-offload: on"], "ethtool -K eth1 gro off", "ethtool -K eth1 gro on");
}
