# shellcheck shell=sh
# Storage as hosts find it on a network, in the hub at $storage_address: `san`, an iSCSI target and an NFS server, comes with vm1; `ceph`, a cluster of
# one monitor and one store in memory, when a test asks for it. What clients are told, and what is kept, lies in $served/NAME.

served=$LMR_LAB/served

# served_up NAME: starts it unless it runs, and waits until it serves.
served_up() {
    runs_in storage "$served/$1.pid" && return
    mkdir -p "$served/$1"
    rm -f "$served/$1/ready"
    LMR_LAB=$LMR_LAB LMR_LAB_CACHE=$LMR_LAB_CACHE setsid "$here/lib/serve-storage" "$1" </dev/null >"$served/$1.log" 2>&1 9>&- &
    echo $! >"$served/$1.pid"
    wait_until 600 served_is_told "$1" || fail "$1 does not come up; see $served/$1.log"
    [ -e "$served/$1/ready" ] || fail "$1 has ended; see $served/$1.log"
}

served_is_told() { [ -e "$served/$1/ready" ] || ! kill -0 "$(cat "$served/$1.pid")" 2>/dev/null; }

# Its daemons are of one process group.
served_down() {
    if runs_in storage "$served/$1.pid"; then
        group=$(cat "$served/$1.pid")
        kill -KILL "-$group"
        wait_until 60 group_is_gone "$group" || fail "$1 does not end"
    fi
    rm -rf "${served:?}/$1" "$served/$1.pid" "$served/$1.log"
}

group_is_gone() { ! kill -0 "-$1" 2>/dev/null; }
