# shellcheck shell=sh
# One host in a container: its overlay, its supervisor, its end.

root_up() {
    mine=$hosts/$1
    mountpoint -q "$mine/root" && return
    fresh=; [ -e "$mine/name" ] || fresh=yes
    mkdir -p "$mine/upper" "$mine/spare" "$mine/root"
    mount -t overlay "lmr-$1" -o "lowerdir=$(lower_of "$1"),upperdir=$mine/upper,workdir=$mine/spare" "$mine/root"
    if [ -n "$fresh" ]; then
        mkdir "$mine/seed"
        write_seed "$1" "$mine/seed"
        cp -a "$mine/seed/." "$mine/root/"
        rm -rf "$mine/seed"
    fi
    say "$1" >"$mine/name"
}

# A control group of the host's own: systemd inside must not see (and kill) what belongs to its neighbours.
groups_of() {
    for top in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
        [ -e "$top/cgroup.procs" ] && say "$top/lmr-$1"
    done
    return 0
}

enter_groups() {
    for group in $(groups_of "$1"); do
        mkdir -p "$group"
        echo $$ >"$group/cgroup.procs"
    done
}

processes_of() {
    for group in $(groups_of "$1"); do
        if [ -d "$group" ]; then find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true; fi
    done | sort -un
}

# runs_in GROUP PIDFILE: the process is there and is ours; a number alone may belong to someone else by now.
runs_in() { [ -s "$2" ] && processes_of "$1" | grep -qx "$(cat "$2")"; }

any_runs() {
    for host in $(known_hosts_up); do if runs_in "$host" "$hosts/$host/supervisor.pid"; then return 0; fi; done
    return 1
}

host_up() {
    runs_in "$1" "$hosts/$1/supervisor.pid" && return
    end_processes "$1"
    mkdir -p "$hosts/$1"
    root_up "$1"
    LMR_LAB=$LMR_LAB LMR_LAB_CACHE=$LMR_LAB_CACHE setsid "$here/lib/supervise" "$1" </dev/null >>"$hosts/$1/console.log" 2>&1 9>&- &
    started "$1" $!
}

# started HOST PROCESS: it is in the host's group now. Whoever asks whether the host runs must not be told no, or it is begun twice.
started() {
    echo "$2" >"$hosts/$1/supervisor.pid"
    wait_until 60 runs_in "$1" "$hosts/$1/supervisor.pid" || fail "$1 ended as soon as it was started; see $hosts/$1/"
}

answers() (connect_within=5; on_host "$1" true 2>/dev/null)

# wait_until SECONDS CMD… The bound ends a wait that is in vain; it says nothing about how long things take on a slow machine.
wait_until() {
    end=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$end" ] || return 1
        sleep 0.3
    done
}

wait_for_host() {
    wait_until 600 answers "$1" || fail "$1 does not answer; see $hosts/$1/console.log"
    state=$(on_host "$1" systemctl is-system-running --wait || true)
    if [ "$state" != running ]; then
        say "$1 is $state: $(on_host "$1" systemctl --failed --plain --no-legend | cut -d' ' -f1 | tr '\n' ' ')" >&2
    fi
    # A daemon that is just going to rest drops who comes then.
    is_vm "$1" || wait_until 60 on_host "$1" virsh -q list >/dev/null 2>&1 || fail "libvirt on $1 does not answer"
}

# What a killed nspawn leaves of its own.
nspawn_state=/run/systemd/nspawn

# The supervisor first, or it would boot the host again; then everything in the host's control groups, until none is left.
end_processes() {
    if runs_in "$1" "$hosts/$1/supervisor.pid"; then kill -KILL "$(cat "$hosts/$1/supervisor.pid")" 2>/dev/null || true; fi
    while left=$(processes_of "$1") && [ -n "$left" ]; do
        # shellcheck disable=SC2086  # a list of process ids
        kill -KILL $left 2>/dev/null || true
        sleep 0.1
    done
}

host_down() {
    end_processes "$1"
    for group in $(groups_of "$1"); do
        if [ -d "$group" ]; then find "$group" -depth -type d -exec rmdir {} +; fi
    done
    host_net_down "$1"
    if mountpoint -q "$hosts/$1/root"; then
        rm -f "$nspawn_state/locks/inode-$(stat -c %d:%i "$hosts/$1/root")"
        umount "$hosts/$1/root"
    fi
    if [ -d "$nspawn_state/propagate/$1" ]; then rmdir "$nspawn_state/propagate/$1"; fi
    rm -rf "${hosts:?}/$1"
}
