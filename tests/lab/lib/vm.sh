# shellcheck shell=sh
# A host with a kernel of its own, in emulation: the same base with modules, udev, and a NIC that has rings (e1000e).

vm_up() {
    runs_in "$1" "$hosts/$1/supervisor.pid" && return
    vm_image
    mine=$hosts/$1
    if [ ! -e "$mine/name" ]; then
        mkdir -p "$mine"
        (in_base qemu-img create -q -f qcow2 -b /media/vm.ext4 -F raw "/srv/hosts/$1/disk.qcow2")
        vm_seed "$1"
        say "$1" >"$mine/name"
    fi
    vm_net_up "$1"
    LMR_LAB=$LMR_LAB LMR_LAB_CACHE=$LMR_LAB_CACHE setsid "$here/lib/run-vm" "$1" </dev/null >>"$mine/qemu.log" 2>&1 9>&- &
    echo $! >"$mine/supervisor.pid"
}

vm_image() {
    [ ! -e "$cached/vm.ext4" ] || return 0
    rm -f "$cached/vm.new"
    truncate -s 3G "$cached/vm.new"
    mkdir -p "$cached/merged"
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --mount sh -euc 'mount -t overlay merged -o "lowerdir=$1/kernel/tree:$1/base" "$1/merged"
        mkfs.ext4 -q -L root -J size=16 -E lazy_itable_init=1,lazy_journal_init=1 -d "$1/merged" "$1/vm.new"' sh "$cached"
    rmdir "$cached/merged"
    mv "$cached/vm.new" "$cached/vm.ext4"
}

# The host's identity travels in its initial file system, which lays it over the disk at the first boot.
vm_seed() {
    layer=$hosts/$1/layer
    mkdir -p "$layer/seed"
    write_seed "$1" "$layer/seed"
    # virtio_net is loaded there so that it is eth0, whatever udev loads first afterwards.
    image=$(initramfs vm-init virtio_pci virtio_blk virtio_net ext4)
    { cat "$image"; pack "$layer"; } >"$hosts/$1/initrd.cpio"
    rm -rf "$layer"
}
