# shellcheck shell=sh
# Initial file systems: a static busybox, an init of ours with the program that stands beside it, and the kernel modules it loads.

# initramfs INIT MODULE…: prints the path of the image, built once per content of INIT and its program and list of modules.
initramfs() {
    init=$here/lib/$1 work=$here/lib/${1%-init}-work
    [ -e "$work" ] || work=
    image=$cached/$1-$({ cat "$init" "$here/lib/initramfs.sh" ${work:+"$work"}; say "$@"; } | sha256sum | cut -c1-12).cpio
    shift
    say "$image"
    [ ! -e "$image" ] || return 0
    tree=$image.tree
    rm -rf "$tree"
    mkdir -p "$tree/bin" "$tree/dev" "$tree/proc" "$tree/sys" "$tree/root" "$tree/lib"
    cp "$base/bin/busybox" "$tree/bin/busybox"
    ln -s busybox "$tree/bin/sh"
    install -m 755 "$init" "$tree/init"
    if [ -n "$work" ]; then
        install -m 755 "$work" "$tree/bin/"
        with_libraries "$(sed -n '1s/^#!//p' "$work")"
    fi
    for module in "$@"; do
        modprobe -d "$kernel/tree" -S "$(cat "$kernel/release")" --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r file; do
        cp "$file" "$tree/lib/"
        basename "$file"
    done >"$tree/modules"
    pack "$tree" >"$image.new"
    mv "$image.new" "$image"
    rm -rf "$tree"
}

# with_libraries PROGRAM: the base's, and what it is linked with.
with_libraries() {
    { say "$1"; (in_base ldd "$1") | grep -o '/[^ ]*'; } | while read -r file; do
        mkdir -p "$tree/$(dirname "$file")"
        cp -L "$base$file" "$tree$file"
    done
}

pack() { (cd "$1" && find . | "$base/bin/busybox" cpio -o -H newc 2>/dev/null); }
