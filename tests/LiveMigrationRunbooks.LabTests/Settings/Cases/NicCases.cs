using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Interfaces.</summary>
internal static class NicCases
{
    private const string Link = "/etc/systemd/network/00-lmr-eth1.link";
    private const string Wants = "/etc/systemd/system/sys-subsystem-net-devices-eth1.device.wants";
    private static readonly string[] s_queue =
        [Link, "/etc/systemd/system/lmr-queue-eth1.service", "/etc/systemd/system/multi-user.target.wants/lmr-queue-eth1.service", Wants, $"{Wants}/lmr-queue-eth1.service"];

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Mtu("kvm2"), Mtu("vm1"), Offload("kvm2"),
        new("nic.ring", "vm1", "nic.ring: { device: eth1, rx: 1024, tx: 512 }",
            $"ethtool -g eth1 | awk '/Current/ {{ now = 1 }} now && /^(RX|TX):/ {{ print $1 $2 }}'; {HostView.Files(Link)}",
            ["RX:1024", "TX:512"], "ethtool -G eth1 rx 512", "ethtool -G eth1 rx 1024")
        { Any = random => $"nic.ring: {{ device: eth1, rx: {random.Next(8, 512) * 8}, tx: {random.Next(8, 512) * 8} }}" },
        Address("kvm2", "/etc/systemd/network/10-eth1.network.d", "/etc/systemd/network/10-eth1.network.d/lmr-address.conf"),
        Address("kvm4", "/etc/NetworkManager/system-connections/eth1.nmconnection"),
        Address("kvm5", "/etc/network/interfaces.d/lmr-eth1-address"),
        // One on the other, as a run would make them: the parts below are there only once the steps before have been.
        new("nic.bond", "vm1", "nic.bond: { device: bond1, members: [eth2, eth3], mode: 802.3ad, lacp_rate: fast, xmit_hash_policy: layer3+4, mtu: 9000 }",
            $"grep -E '^(Bonding Mode|LACP rate|Transmit Hash|MII Polling|Slave Interface)' /proc/net/bonding/bond1; cat /sys/class/net/bond1/mtu; {Networkd("bond1.netdev", "bond1.network", "eth2.network.d/lmr-bond.conf", "eth3.network.d/lmr-bond.conf")}",
            ["LACP rate: fast", "Transmit Hash Policy: layer3+4 (1)", "Slave Interface: eth2", "Slave Interface: eth3", "9000"], "ip link set dev eth3 nomaster", "ip link set dev eth3 down; ip link set dev eth3 master bond1")
        {
            Any = random => $"nic.bond: {{ device: bond1, members: [eth2, eth3], mode: 802.3ad, lacp_rate: {new[] { "fast", "slow" }[random.Next(2)]}, "
                + $"xmit_hash_policy: {new[] { "layer2", "layer2+3", "layer3+4" }[random.Next(3)]}, miimon: {random.Next(10, 1000)}, min_links: {random.Next(2)}, mtu: 9000 }}",
        },
        new("nic.vlan", "vm1", "nic.vlan: { device: bond1.100, parent: bond1, id: 100, mtu: 8900 }",
            $"ip -d link show dev bond1.100 | grep -oE 'mtu [0-9]+|vlan protocol 802.1Q id [0-9]+'; {Networkd("bond1.100.netdev", "bond1.100.network", "bond1.network.d/lmr-vlan-bond1.100.conf")}",
            ["mtu 8900", "vlan protocol 802.1Q id 100"], "ip link set dev bond1.100 mtu 1400", "ip link set dev bond1.100 mtu 8900")
        { Any = random => $"nic.vlan: {{ device: bond1.100, parent: bond1, id: {random.Next(1, 4095)}, mtu: {random.Next(1280, 9001)} }}" },
        new("nic.address", "vm1", "nic.address: { device: bond1.100, addresses: [203.0.113.31/24, \"2001:db8:5::31/64\"] }",
            $"{Addresses("bond1.100")}; {Networkd("bond1.100.network.d/lmr-address.conf")}",
            ["203.0.113.31/24", "2001:db8:5::31/64"], "ip addr del 203.0.113.31/24 dev bond1.100", "ip addr add 203.0.113.31/24 broadcast + dev bond1.100"),
        new("nic.coalesce", "vm1", "nic.coalesce: { device: eth1, rx_usecs: 9000 }", $"ethtool -c eth1 | grep ^rx-usecs:; {HostView.Files(Link)}",
            // What an e1000e makes of 9000.
            ["rx-usecs: 9259"], "ethtool -C eth1 rx-usecs 30", "ethtool -C eth1 rx-usecs 9000")
        { Any = random => $"nic.coalesce: {{ device: eth1, rx_usecs: {random.Next(10, 10_001)} }}" },
        new("nic.channels", "kvm2", "nic.channels: { device: eth1, rx: 2 }",
            $"ethtool -l eth1 | awk '/Current/ {{ now = 1 }} now && /^(RX|TX):/ {{ print $1 $2 }}'; {HostView.Files(Link)}",
            ["RX:2", "TX:1"], "ethtool -L eth1 rx 1", "ethtool -L eth1 rx 2")
        { Any = random => $"nic.channels: {{ device: eth1, rx: {random.Next(1, 3)}, tx: {random.Next(1, 3)} }}" },
        new("nic.link", "vm1", "nic.link: { device: eth1, speed: 1Gbit/s, duplex: full }",
            $"echo offers $(ethtool eth1 | sed -n '/Advertised link modes/,/Advertised pause/p' | grep -o '[0-9]*base[^ ]*'); {HostView.Files(Link)}",
            ["offers 1000baseT/Full"], "ethtool -s eth1 autoneg on advertise 100baseT/Full on 1000baseT/Full on", "ethtool -s eth1 autoneg on advertise 100baseT/Full off 1000baseT/Full on")
        { Any = random => $"nic.link: {{ device: eth1, {new[] { "speed: 1Gbit/s", "speed: 1Gbit/s, duplex: full", "speed: 100Mbit/s, autoneg: off" }[random.Next(3)]} }}" },
        Queue("kvm2", "tbf, rate: 800Mbit/s", ["tbf", "rate 800Mbit", "2000"]) with { Any = random => QueueStep($"tbf, rate: {random.Next(1, 100)}00Mbit/s", random.Next(100, 5000)) },
        Queue("vm1", "fq", ["fq", "2000"]) with { Any = random => QueueStep(new[] { "fq", "sfq", "pfifo_fast", "cake, rate: 1Gbit/s" }[random.Next(4)], random.Next(100, 5000)) },
    ];

    private static string Addresses(string device) => $"ip -o addr show dev {device} scope global | awk '{{ print $4 }}'";

    private static string Networkd(params string[] files) => HostView.Files([.. files.Select(file => $"/etc/systemd/network/10-lmr-{file}")]);

    private static SettingCase Address(string host, params string[] files) => new(
        "nic.address", host, "nic.address: { device: eth1, addresses: [203.0.113.21/24, \"2001:db8:5::21/64\"] }", $"{Addresses("eth1")}; {HostView.Files(files)}",
        ["203.0.113.21/24", "2001:db8:5::21/64"], "ip addr del 203.0.113.21/24 dev eth1", "ip addr add 203.0.113.21/24 broadcast + dev eth1")
    {
        Any = random => $"nic.address: {{ device: eth1, addresses: [203.0.113.{random.Next(1, 255)}/24, \"2001:db8:5::{random.Next(1, 9999)}/64\"] }}",
    };

    private static SettingCase Mtu(string host) => new(
        "nic.mtu", host, "nic.mtu: { device: eth1, mtu: 8400 }", $"cat /sys/class/net/eth1/mtu; {HostView.Files(Link)}", ["8400"], "ip link set eth1 mtu 8300", "ip link set eth1 mtu 8400")
    {
        Any = random => $"nic.mtu: {{ device: eth1, mtu: {random.Next(1280, 9001)} }}",
    };

    private static SettingCase Offload(string host) => new(
        "nic.offload", host, "nic.offload: { device: eth1, gro: on, tso: on }",
        $"ethtool -k eth1 | grep -E '^(generic-receive-offload|tcp-segmentation-offload|\\s*tx-tcp)'; {HostView.Files(Link)}",
        ["generic-receive-offload: on", "tcp-segmentation-offload: on"], "ethtool -K eth1 gro off", "ethtool -K eth1 gro on")
    {
        Any = random => $"nic.offload: {{ device: eth1, gro: {Switch(random)}, tso: {Switch(random)}, gso: {Switch(random)} }}",
    };

    private static string Switch(Random random) => random.Next(2) == 0 ? "off" : "on";

    private static string QueueStep(string discipline, int length) => $"nic.queue: {{ device: eth1, discipline: {discipline}, length: {length} }}";

    // A discipline's number is another one each time.
    private static SettingCase Queue(string host, string discipline, string[] wanted) => new(
        "nic.queue", host, QueueStep(discipline, 2000),
        $"tc qdisc show dev eth1 | awk '{{ print $2 }}'; tc qdisc show dev eth1 | grep -o 'rate [^ ]*'; cat /sys/class/net/eth1/tx_queue_len; {HostView.Files(s_queue)}",
        wanted, "ip link set eth1 txqueuelen 1500", "ip link set eth1 txqueuelen 2000");
}
