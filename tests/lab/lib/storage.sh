# shellcheck shell=sh
# Writable disks that every host reaches alike: one NBD server a disk, in the hub, run from the base.
# A file on the shared folder will not do: libvirt sees a local file system there and calls the migration unsafe.

disks=$LMR_LAB/disks

# disk_up NAME: serves 64 MiB under the guest's name; prints the port.
disk_up() {
    mkdir -p "$disks"
    if ! runs_in storage "$disks/$1.pid"; then
        [ -e "$disks/$1.port" ] || say $((10809 + $(find "$disks" -name '*.port' | wc -l))) >"$disks/$1.port"
        [ -e "$disks/$1.raw" ] || truncate -s 64M "$disks/$1.raw"
        storage_serve "$1" "$(cat "$disks/$1.port")"
    fi
    cat "$disks/$1.port"
}

storage_serve() {
    LMR_LAB=$LMR_LAB LMR_LAB_CACHE=$LMR_LAB_CACHE setsid "$here/lib/serve-disk" "$1" "$2" </dev/null >"$disks/$1.log" 2>&1 &
    echo $! >"$disks/$1.pid"
    wait_until 120 listens "$2" || fail "the disk of $1 is not served; see $disks/$1.log"
}

listens() { in_netns lmr-hub ss -Hltn "sport = :$1" | grep -q .; }

disk_down() {
    [ -e "$disks/$1.port" ] || return 0
    if runs_in storage "$disks/$1.pid"; then kill "$(cat "$disks/$1.pid")"; fi
    # The port file stays: ports are numbered by these files, and a name keeps its port.
    rm -f "$disks/$1.pid" "$disks/$1.raw" "$disks/$1.log"
}
