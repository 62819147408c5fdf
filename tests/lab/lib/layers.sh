# shellcheck shell=sh disable=SC2034
# What single hosts have over the base, because the others do without it, or because it does not go together with what others have:
# ufw and netfilter-persistent exclude each other. Both are set up by their own tools, so that their files are what these write.

layers_of() {
    case $1 in
        kvm4) say ufw ceph ;;
        kvm5) say iptables ;;
        vm*) say storage ;;
    esac
}

# What a host needs for storage on the network, and what it is without in a container: the machine's kernel has no module for it.
storage_packages="libdevmapper-event1.02.1 liblvm2cmd2.03 dmeventd lvm2 libisns0 libopeniscsiusr open-iscsi \
    libevent-core-2.1-7 libnfsidmap1 rpcbind keyutils nfs-common"
# A Ceph client, and libvirt's pools of type rbd.
ceph_packages="ceph-common librados2 librbd1 libboost-iostreams1.74.0 libboost-program-options1.74.0 libboost-thread1.74.0 libfmt9 libncurses6 \
    libvirt-daemon-driver-storage-rbd"
# What serves it, in the hub: no host has these. A monitor and a store of Ceph with the program that makes pools, an iSCSI target, NFS.
server_packages="ceph-base ceph-mon ceph-osd libboost-context1.74.0 libboost-filesystem1.74.0 libgoogle-perftools4 libtcmalloc-minimal4 \
    libleveldb1d libsnappy1v5 liboath0 liblua5.3-0 libbabeltrace1 librabbitmq4 python3-ceph-argparse python3-ceph-common python3-rados \
    python3-prettytable python3-wcwidth tgt libsgutils2-1.46-2 nfs-ganesha nfs-ganesha-vfs libntirpc4.3 libnfsidmap1 liburcu8 libwbclient0"

# lower_of HOST, lower_with LAYER…: the lower directories of an overlay.
# shellcheck disable=SC2046  # names of layers have no spaces
lower_of() { lower_with $(layers_of "$1"); }
lower_with() {
    for layer; do printf '%s:' "$cached/$layer"; done
    say "$base"
}

# layer_up NAME: in a network of its own, because what is run changes the rules in force. The packages are in /media there.
layer_up() {
    mkdir -p "$cached/$1" "$cached/spare" "$cached/merged"
    # shellcheck disable=SC2016  # expanded by the inner shell
    told=$(unshare --mount --net sh -euc 'mount -t overlay merged -o "lowerdir=$1/base,upperdir=$1/$2,workdir=$1/spare" "$1/merged"
        mkdir -p "$1/debs/$2"
        mount --bind "$1/debs/$2" "$1/merged/media"
        mount -t proc proc "$1/merged/proc"
        exec chroot "$1/merged" sh -euc "$3"' sh "$cached" "$1" "$("layer_$1")" 2>&1) || fail "the layer $1: $told"
    rm -rf "$cached/spare"
    rmdir "$cached/merged"
}

# layer_unpack NAME: nothing of it is set up, so that no daemon of it starts. As in the base, /lib and /sbin are links.
layer_unpack() {
    for package in "$cached/debs/$1"/*.deb; do dpkg-deb -x "$package" "$cached/$1"; done
    for folder in lib sbin; do
        [ -d "$cached/$1/$folder" ] || continue
        mkdir -p "$cached/$1/usr/$folder"
        cp -a "$cached/$1/$folder/." "$cached/$1/usr/$folder/"
        rm -rf "${cached:?}/$1/$folder"
    done
    rm -rf "$cached/$1/usr/share/doc" "$cached/$1/usr/share/man"
}

layer_ufw() {
    cat <<'END'
ufw allow 22/tcp
ufw --force enable
systemctl enable ufw.service
END
}

layer_iptables() {
    cat <<'END'
export DEBIAN_FRONTEND=noninteractive
for version in 4 6; do echo iptables-persistent "iptables-persistent/autosave_v$version" boolean false; done | debconf-set-selections
dpkg --purge ufw
dpkg --install /media/*-persistent_*.deb
for tool in iptables ip6tables; do
    $tool -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    $tool -A INPUT -i lo -j ACCEPT
    $tool -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
    $tool -P INPUT DROP
    $tool -P FORWARD DROP
done
iptables -I INPUT 3 -p icmp -j ACCEPT
ip6tables -I INPUT 3 -p ipv6-icmp -j ACCEPT
netfilter-persistent save
systemctl enable netfilter-persistent.service
END
}

# Sessions come up at a boot, and NFS and volume groups when they are asked for; the rest would cost an emulated host seconds.
layer_storage() {
    cat <<'END'
export DEBIAN_FRONTEND=noninteractive
dpkg --install /media/*.deb
systemctl --quiet disable rpcbind.service rpcbind.socket nfs-client.target lvm2-monitor.service blk-availability.service
echo InitiatorName=iqn.2026-11.net.example:vm1 >/etc/iscsi/initiatorname.iscsi
END
}
