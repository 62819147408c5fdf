# shellcheck shell=sh
# A host with a kernel of its own, in emulation: the same base with modules, udev, NICs that have rings (e1000e), and GRUB,
# so that /etc/default/grub decides what the kernel is told at the next boot.

vm_up() {
    runs_in "$1" "$hosts/$1/supervisor.pid" && return
    vm_image
    mine=$hosts/$1
    if [ ! -e "$mine/name" ]; then
        mkdir -p "$mine"
        (in_base qemu-img create -q -f qcow2 -b "/media/$(basename "$vm_disk")" -F raw "/srv/hosts/$1/disk.qcow2")
        truncate -s 64M "$mine/spare.raw"
        vm_seed "$1"
        say "$1" >"$mine/name"
    fi
    vm_net_up "$1"
    served_up san
    LMR_LAB=$LMR_LAB LMR_LAB_CACHE=$LMR_LAB_CACHE setsid "$here/lib/run-vm" "$1" </dev/null >>"$mine/qemu.log" 2>&1 9>&- &
    started "$1" $!
}

# A file system without a partition table. GRUB's first part is given to QEMU as if it were a kernel, the rest is on the disk.
vm_image() {
    # virtio_net is loaded there, so that what it drives has its name before udev loads others.
    initrd=$(initramfs vm-init virtio_pci virtio_blk ext4 qemu_fw_cfg virtio_net)
    vm_disk=$cached/vm-$(cat "$here/lib/vm.sh" "$here/lib/vm-init" "$here/lib/grub" | sha256sum | cut -c1-12).ext4
    [ ! -e "$vm_disk" ] || return 0
    say "building the disk of the VM tier (once; about a minute)"
    release=$(cat "$kernel/release")
    boot=$cached/vm.boot
    rm -rf "$boot" "$cached/vm.new"
    mkdir -p "$boot/boot/grub" "$boot/etc/default"
    cp "$kernel/vmlinuz" "$boot/boot/vmlinuz-$release"
    cp "$kernel/config" "$boot/boot/config-$release"
    cp "$initrd" "$boot/boot/initrd.img-$release"
    cp -a "$base/usr/lib/grub/i386-pc" "$boot/boot/grub/"
    cp "$here/lib/grub" "$boot/etc/default/grub"
    truncate -s 3G "$cached/vm.new"
    mkdir -p "$cached/merged"
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --mount sh -euc 'mount -t overlay merged -o "lowerdir=$1/vm.boot:$1/kernel/tree:$2" "$1/merged"
        mkfs.ext4 -q -L root -J size=16 -E lazy_itable_init=1,lazy_journal_init=1 -d "$1/merged" "$1/vm.new"' sh "$cached" "$(lower_of vm1)"
    rmdir "$cached/merged"
    rm -rf "$boot"
    # shellcheck disable=SC2016  # expanded by the inner shell
    (in_base sh -euc 'grub-mkimage -O i386-pc -p "(hd0)/boot/grub" -o /media/grub.core biosdisk ext2 normal
        cat /usr/lib/grub/i386-pc/lnxboot.img /media/grub.core >/media/grub.lnx
        rm /media/grub.core')
    vm_finish "$initrd"
    mv "$cached/vm.new" "$vm_disk"
}

# The configuration is written by update-grub on the disk it is about, as it will be later: its own kernel, no network.
vm_finish() {
    (in_base timeout 600 qemu-system-x86_64 -accel tcg,thread=multi -machine pc-i440fx-7.2 -cpu qemu64,-svm -smp 2 -m 512 \
        -nodefaults -display none -no-reboot -serial file:/media/vm.log -kernel /media/kernel/vmlinuz -initrd "/media/$(basename "$1")" \
        -append "console=ttyS0 quiet mitigations=off lab=finish" -drive file=/media/vm.new,if=virtio,format=raw,cache=unsafe) ||
        fail "the disk of the VM tier could not be finished; see $cached/vm.log"
    grep -q '^lab: finished' "$cached/vm.log" || fail "update-grub on the VM tier: $(tail -n 3 "$cached/vm.log")"
}

# The host's identity is read from the emulator's configuration device at the first boot, and laid over the disk.
vm_seed() {
    tree=$hosts/$1/layer
    mkdir -p "$tree"
    write_seed "$1" "$tree"
    pack "$hosts/$1/layer" >"$hosts/$1/seed.cpio"
    rm -rf "${hosts:?}/$1/layer"
}
