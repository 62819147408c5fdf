# shellcheck shell=sh
# The root file system all hosts share and the kernel of guests and of the VM tier.
# Cached under a name made of what decides their content: this file and layers.sh.

base_packages=systemd,systemd-sysv,udev,dbus,openssh-server,openssh-client,sudo,iproute2,iputils-ping,ethtool,nftables,\
firewalld,chrony,procps,netbase,netcat-openbsd,libvirt-daemon-system,libvirt-clients,qemu-system-x86,qemu-utils,kmod,\
gnutls-bin,ca-certificates,busybox-static,attr,numactl,linuxptp,ovmf,swtpm,swtpm-tools,\
network-manager,ifupdown,ufw,iptables,dnsmasq-base,grub-common,grub2-common,grub-pc-bin
base_id=$(cat "$here/lib/base.sh" "$here/lib/layers.sh" | sha256sum | cut -c1-12)
cached=$LMR_LAB_CACHE/$base_id
base=$cached/base
kernel=$cached/kernel

# An archive that drops one connection of many must not cost the whole base.
retries=5

install_packages() {
    missing=
    for package in $packages; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    say "installing$missing"
    # tests/run installs a package at the same time, and apt-get does not wait for the lists.
    exec 7>/var/lock/lmr-apt
    flock 7
    apt-get -qq -o "Acquire::Retries=$retries" update 7>&- # a service that is started must not keep the lock
    # shellcheck disable=SC2086  # a list of words
    told=$(DEBIAN_FRONTEND=noninteractive apt-get -o "Acquire::Retries=$retries" install -qq -y --no-install-recommends $missing 2>&1 7>&-) || fail "apt-get could not install$missing: $told"
    exec 7>&-
}

base_up() {
    [ -e "$cached/complete" ] && return
    say "building the base (once; a minute or two)"
    rm -rf "$cached"
    mkdir -p "$cached/debs"
    chmod 777 "$cached/debs" # apt downloads as a user of its own
    # The kernel comes from the same signed archive, and is only unpacked: hosts in containers have no use for it.
    mmdebstrap --quiet --variant=minbase --include="$base_packages" --format=directory \
        --aptopt="Acquire::Retries \"$retries\"" \
        --customize-hook="export APT_CONFIG=\"\$MMDEBSTRAP_APT_CONFIG\"
            fetch() (mkdir -m 777 -p \"$cached/debs/\$1\" && cd \"$cached/debs/\$1\" && shift && apt-get -qq -o Acquire::Retries=$retries download \"\$@\")
            fetch . \"\$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \\(linux-image-[0-9].*\\)/\\1/p')\" &&
            fetch iptables iptables-persistent netfilter-persistent && fetch storage $storage_packages &&
            fetch ceph $ceph_packages && fetch servers $server_packages" \
        bookworm "$base"
    kernel_up & kernel_job=$!
    users_up
    services_off
    layer_up ufw
    layer_up iptables
    layer_up storage
    layer_unpack ceph
    layer_unpack servers
    wait "$kernel_job"
    rm -rf "$cached/debs"
    touch "$cached/complete"
}

users_up() {
    chroot "$base" useradd -m -u 1001 -s /bin/bash ops
    chroot "$base" useradd -m -u 1002 -s /bin/bash -G sudo nosudo
    say 'nosudo:not-known-to-lmr' | chroot "$base" chpasswd
    rm -f "$base"/etc/ssh/ssh_host_* "$base/etc/machine-id" "$base/etc/hostname" "$base/etc/resolv.conf"
    mkdir -p "$base/var/lib/libvirt/shared"
}

# Which network manager and which firewall a host starts is part of its identity (character.sh, layers.sh).
services_off() {
    chroot "$base" systemctl --quiet disable firewalld.service nftables.service ufw.service libvirt-guests.service \
        NetworkManager.service NetworkManager-wait-online.service networking.service \
        systemd-networkd.service systemd-networkd-wait-online.service timemaster.service
    # Guests of the lab ignore ACPI: libvirt-guests would wait five minutes for each at shutdown.
    chroot "$base" systemctl --quiet mask libvirt-guests.service \
        apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service dpkg-db-backup.timer
    # Hosts in containers start it themselves (identity.sh); the VM tier runs no guest, and boots faster without.
    rm "$base/etc/systemd/system/multi-user.target.wants/libvirtd.service"
}

kernel_up() {
    tree=$kernel/tree
    mkdir -p "$kernel"
    dpkg-deb -x "$cached"/debs/linux-image-*.deb "$tree"
    release=$(basename "$tree"/boot/vmlinuz-* | sed 's/^vmlinuz-//')
    say "$release" >"$kernel/release"
    mv "$tree/boot/vmlinuz-$release" "$kernel/vmlinuz"
    mv "$tree/boot/config-$release" "$kernel/config"
    unpacked "$kernel/vmlinuz" >"$kernel/vmlinux"
    rm -rf "${tree:?}/boot" "${tree:?}/usr"
    # As in the base, where /lib is a link: the tree is laid over it.
    mkdir "$tree/usr"
    mv "$tree/lib" "$tree/usr/lib"
    ln -s usr/lib "$tree/lib"
    depmod -b "$tree" "$release"
}

# unpacked VMLINUZ: the kernel inside, which QEMU starts by itself. To unpack it takes an emulated guest as long as all that it does afterwards until it is up.
# Places as in Linux's Documentation/arch/x86/boot.rst; behind the stream stands its unpacked size.
unpacked() {
    at() { od -An "-tu$3" "-j$2" "-N$3" "$1" | tr -d ' '; }
    setup=$((($(at "$1" 497 1) + 1) * 512))
    tail -c "+$((setup + $(at "$1" 584 4) + 1))" "$1" | head -c "$(at "$1" 588 4)" | xz -dc --single-stream
}

# in_base CMD…: runs CMD with the programs of the base; the lab is /srv there, the cache /media. Leaves no mount behind.
in_base() {
    # shellcheck disable=SC2016  # expanded by the inner shell
    exec unshare --mount sh -euc 'base=$1
        mount --bind "$2" "$base/srv"; mount --bind "$3" "$base/media"; mount --rbind /dev "$base/dev"; mount -t proc proc "$base/proc"
        shift 3
        exec chroot "$base" "$@"' sh "$base" "$LMR_LAB" "$cached" "$@"
}
