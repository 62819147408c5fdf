# shellcheck shell=sh
# Who manages a host's network and who filters it.

# write_network HOST ETC
write_network() {
    host=$1; etc=$2
    case $host in
        kvm4)
            mkdir -p "$etc/NetworkManager/conf.d" "$etc/NetworkManager/system-connections"
            printf '[main]\nno-auto-default=*\n' >"$etc/NetworkManager/conf.d/lab.conf"
            keyfile "$etc" eth0 "$(mgmt_of "$host")"
            keyfile "$etc" eth1 "$(mig_of "$host")"
            wanted_by "$etc" NetworkManager.service multi-user.target
            wanted_by "$etc" NetworkManager-wait-online.service network-online.target
            alias_of "$etc" NetworkManager-dispatcher.service dbus-org.freedesktop.nm-dispatcher.service ;;
        kvm5)
            mkdir -p "$etc/network"
            {
                cat "$base/etc/network/interfaces"
                printf '\nauto lo\niface lo inet loopback\n'
                printf '\nauto %s\niface %s inet static\n    address %s/24\n' eth0 eth0 "$(mgmt_of "$host")" eth1 eth1 "$(mig_of "$host")"
            } >"$etc/network/interfaces"
            wanted_by "$etc" networking.service multi-user.target network-online.target ;;
        *)
            mkdir -p "$etc/systemd/network"
            printf '[Match]\nName=eth0\n\n[Network]\nAddress=%s/24\n' "$(mgmt_of "$host")" >"$etc/systemd/network/10-eth0.network"
            printf '[Match]\nName=eth1\n\n[Network]\nAddress=%s/24\n' "$(mig_of "$host")" >"$etc/systemd/network/10-eth1.network"
            wanted_by "$etc" systemd-networkd.service multi-user.target
            wanted_by "$etc" systemd-networkd.socket sockets.target
            wanted_by "$etc" systemd-network-generator.service sysinit.target
            alias_of "$etc" systemd-networkd.service dbus-org.freedesktop.network1.service ;;
    esac
}

# keyfile ETC DEVICE ADDRESS, as nmcli writes them.
keyfile() {
    file=$1/NetworkManager/system-connections/$2.nmconnection
    cat >"$file" <<END
[connection]
id=$2
uuid=$(cat /proc/sys/kernel/random/uuid)
type=ethernet
interface-name=$2

[ethernet]

[ipv4]
address1=$3/24
method=manual

[ipv6]
addr-gen-mode=default
method=link-local

[proxy]
END
    chmod 600 "$file"
}

# None lets migration ports in. kvm4 (ufw) and kvm5 (iptables) have theirs from layers.sh.
write_firewall() {
    host=$1; etc=$2
    case $host in
        kvm3 | vm*)
            install -m 755 "$here/lib/nftables.conf" "$etc/nftables.conf"
            wanted_by "$etc" nftables.service sysinit.target ;;
        kvm4 | kvm5) ;;
        *)
            wanted_by "$etc" firewalld.service multi-user.target
            alias_of "$etc" firewalld.service dbus-org.fedoraproject.FirewallD1.service ;;
    esac
}

# wanted_by ETC UNIT TARGET…: as `systemctl enable` does; the tree has no units that it could look at.
wanted_by() {
    etc=$1; unit=$2
    shift 2
    for target; do
        mkdir -p "$etc/systemd/system/$target.wants"
        ln -sf "/lib/systemd/system/$unit" "$etc/systemd/system/$target.wants/$unit"
    done
}

alias_of() { ln -sf "/lib/systemd/system/$2" "$1/systemd/system/$3"; }
