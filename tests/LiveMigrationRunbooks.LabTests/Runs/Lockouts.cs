namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>The ways of cutting a host off that need nobody to do anything meanwhile. kvm4 has NetworkManager, kvm5 ifupdown and iptables, kvm6 networkd.</summary>
public static class Lockouts
{
    public static Lockout Port { get; } = new("port 22 dropped", "kvm5", """
            steps:
              - file:
                  path: /etc/iptables/rules.v4
                  content: |
                    *filter
                    :INPUT ACCEPT [0:0]
                    :FORWARD ACCEPT [0:0]
                    :OUTPUT ACCEPT [0:0]
                    -A INPUT -p tcp --dport 22 -j DROP
                    COMMIT
                notify: load rules
                TIMER
            handlers:
              - name: load rules
                service.restart: { name: netfilter-persistent, start: true }
                TIMER
        """);

    public static Lockout Address { get; } = new("wrong address", "kvm6", """
            steps:
              - nic.address: { device: eth0, addresses: 192.0.2.216/24, only: true }
                TIMER
        """);

    public static Lockout Link { get; } = new("link down", "kvm5", """
            steps:
              - line: { path: /etc/network/interfaces, line: "    up ip link set eth0 down", after: iface eth0 inet static }
                notify: restart the network
                TIMER
            handlers:
              - name: restart the network
                service.restart: { name: networking }
                TIMER
        """);

    public static Lockout Route { get; } = new("route gone", "kvm4", """
            steps:
              - nic.address: { device: eth0, addresses: 192.0.2.14/32, only: true }
                TIMER
        """);

    public static Lockout Sudo { get; } = new("sudoers broken", "kvm4", """
            steps:
              - file: { path: /etc/sudoers.d/zz-lockout, mode: "0440", content: "ops ALL=(ALL) PASSWD: ALL\n" }
                TIMER
        """) { User = "ops" };

    // Both ends believe in 1500, and what is between them drops it without a word.
    public static Lockout BlackHole { get; } = new("MTU black hole", "kvm4", """
            steps:
              - nic.mtu: { device: eth0, mtu: 1500 }
                TIMER
        """)
    {
        // A switch of software would let through what the host has not cut into packets yet.
        Beside = "ip link set eth0 mtu 1400; ethtool -K eth0 tso off gso off",
        BesideNoMore = "ip link set eth0 mtu 1500; ethtool -K eth0 tso on gso on",
        HubMtu = 1400,
    };

    public static Lockout Sshd { get; } = new("sshd lets nobody in", "kvm6", """
            steps:
              - file: { path: /etc/ssh/sshd_config.d/00-lockout.conf, content: "AllowUsers nobody\n", validate: [sshd, -t, -f, "%s"] }
                notify: reload ssh
                TIMER
            handlers:
              - name: reload ssh
                service.reload: { name: ssh }
                TIMER
        """);

    public static Lockout Persisted { get; } = new("persisted file wrong while runtime is right", "kvm6", """
            steps:
              - file: { path: /etc/systemd/network/05-lockout.network, content: "[Match]\nName=eth0\n[Network]\nAddress=192.0.2.217/24\n" }
                TIMER
              - nic.address: { device: eth0, addresses: 192.0.2.116/24 }
                TIMER
        """);

    public static IReadOnlyList<Lockout> All { get; } = [Port, Address, Link, Route, Sudo, BlackHole, Sshd, Persisted];
}
