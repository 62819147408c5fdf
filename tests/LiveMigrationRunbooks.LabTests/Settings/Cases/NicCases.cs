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
