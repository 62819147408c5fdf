# shellcheck shell=sh
# The lab's networks. Every link is created inside namespaces, so the root namespace never sees one.

has_netns() { [ -e "/run/netns/$1" ]; }
in_netns() { netns=$1; shift; nsenter --net="/run/netns/$netns" -- "$@"; }

hub_up() {
    if ! has_netns lmr-hub; then
        ip netns add lmr-hub
        ip -n lmr-hub link set lo up
        ip -n lmr-hub link add br-mgmt address 02:4c:4d:52:02:00 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
        ip -n lmr-hub link add br-mig address 02:4c:4d:52:02:01 type bridge stp_state 0 forward_delay 0 mcast_snooping 0
        # Set explicitly, or the bridge takes the smallest MTU of its ports.
        ip -n lmr-hub link set br-mgmt mtu 1500 up
        ip -n lmr-hub link set br-mig mtu 9000 up
        ip -n lmr-hub address add "$storage_address/24" dev br-mgmt
    fi
    if ! has_netns lmr-ctl; then
        ip netns add lmr-ctl
        ip -n lmr-ctl link set lo up
        ip -n lmr-hub link add m-ctl type veth peer name eth0 netns lmr-ctl address 02:4c:4d:52:00:01
        ip -n lmr-hub link set m-ctl master br-mgmt up
        ip -n lmr-ctl address add 192.0.2.1/24 dev eth0
        ip -n lmr-ctl link set eth0 up
    fi
}

# A fresh namespace with fresh links: nothing of an earlier boot (MTU, sysctl, rules) survives.
host_net_up() {
    host_net_down "$1"
    ip netns add "lmr-$1"
    ip -n lmr-hub link add "m-$1" mtu 1500 type veth peer name eth0 netns "lmr-$1" mtu 1500 address "$(mac_of 0 "$1")"
    ip -n lmr-hub link add "x-$1" mtu 9000 type veth peer name eth1 netns "lmr-$1" mtu 1500 address "$(mac_of 1 "$1")"
    ip -n lmr-hub link set "m-$1" master br-mgmt up
    ip -n lmr-hub link set "x-$1" master br-mig up
}

# A bridge inside of a host for the NICs of its guests, on the management network: the hub learns where a guest went, as a switch does.
guest_bridge_up() {
    if in_netns "lmr-$1" ip link show br-guests >/dev/null 2>&1; then return 0; fi
    ip -n lmr-hub link add "g-$1" mtu 1500 type veth peer name guests0 netns "lmr-$1" mtu 1500
    ip -n "lmr-$1" link add br-guests type bridge stp_state 0 forward_delay 0 mcast_snooping 0
    ip -n "lmr-$1" link set guests0 master br-guests up
    ip -n "lmr-$1" link set br-guests mtu 1500 up
    # The host's firewall is for the host; with this on it would reject what passes for its guests.
    in_netns "lmr-$1" sh -c 'for each in /proc/sys/net/bridge/bridge-nf-call-*; do [ ! -e "$each" ] || echo 0 >"$each"; done'
    ip -n lmr-hub link set "g-$1" master br-mgmt up
}

# Where no guest is on it any more.
guest_bridge_down() {
    case $(in_netns "lmr-$1" ip -o link show master br-guests 2>/dev/null | wc -l) in
        1) ip -n lmr-hub link del "g-$1"; ip -n "lmr-$1" link del br-guests ;;
    esac
}

# The hub's ends go first: that removes a pair at once, while a namespace lives until its last process is gone.
host_net_down() {
    if has_netns lmr-hub; then
        for port in "m-$1" "x-$1" "g-$1" "x2-$1" "x3-$1" "x4-$1"; do
            ip -n lmr-hub link show "$port" >/dev/null 2>&1 && ip -n lmr-hub link del "$port"
        done
    fi
    if has_netns "lmr-$1"; then ip netns del "lmr-$1"; fi
}

# eth0 to eth4, the last with two queues.
vm_net_up() {
    host_net_down "$1"
    ip -n lmr-hub tuntap add "m-$1" mode tap
    ip -n lmr-hub link set "m-$1" mtu 1500 master br-mgmt up
    for port in x x2 x3; do ip -n lmr-hub tuntap add "$port-$1" mode tap; done
    ip -n lmr-hub tuntap add "x4-$1" mode tap multi_queue
    for port in x x2 x3 x4; do ip -n lmr-hub link set "$port-$1" mtu 9000 master br-mig up; done
}

networks_down() {
    for name in lmr-ctl lmr-hub; do
        if has_netns "$name"; then ip netns del "$name"; fi
    done
    # `ip netns` leaves its folder mounted on itself, once for every first use.
    if [ -d /run/netns ] && [ -z "$(ls /run/netns)" ]; then
        while umount /run/netns 2>/dev/null; do :; done
        rmdir /run/netns
    fi
}
