# shellcheck shell=sh disable=SC2154,SC2217
# Read by the session's shell from its standard input, once. Before it stand assignments of
# lmr_nonce, lmr_session, LMR_SH (the shell for requests), lmr_tick (seconds of the watchdog's step), LMR_ROOT, lmr_tools.
# No command here may read standard input: the rest of the conversation is in it.

LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH LMR_ROOT LMR_SH lmr_dir lmr_session lmr_count lmr_pid lmr_live
unset LANG LANGUAGE ENV BASH_ENV CDPATH POSIXLY_CORRECT LIBVIRT_DEFAULT_URI VIRSH_DEFAULT_CONNECT_URI
umask 077
cd / || exit 1
lmr_count=0
lmr_pid=$$
lmr_dir=
lmr_live=

for lmr_place in /run /dev/shm "${TMPDIR:-/tmp}"; do
    lmr_dir=$(mktemp -d "$lmr_place/lmr.XXXXXX" 2>/dev/null </dev/null) && break
done

lmr_tell() {
    printf '\n%s 0 %s %s 0 0\n' "$lmr_nonce" "$1" "${#2}"
    printf '%s\n%s end 0 0 0 0\n' "$2" "$lmr_nonce"
}

# Run by the session's own shell before a request that takes the lock. Opened once: opening again would drop a lock that is held.
lmr_open_lock() {
    [ -z "$lmr_lock_open" ] || return 0
    # shellcheck disable=SC2174  # only the last folder is ours
    mkdir -p -m 700 "$LMR_ROOT" </dev/null || return 0
    # A failing redirection of exec would end the session, so it is tried in a subshell first.
    if (: >>"$LMR_ROOT/host.lock"); then
        exec 9>>"$LMR_ROOT/host.lock"
        lmr_lock_open=1
    fi
}

# A lock of the session's own, so that what it has reserved on the host can be told to be alive.
lmr_open_live() {
    [ -z "$lmr_live" ] || return 0
    # shellcheck disable=SC2174  # only the last folder needs the mode
    mkdir -p -m 700 "$LMR_ROOT" "$LMR_ROOT/live" </dev/null || return 0
    if (: >>"$LMR_ROOT/live/$lmr_session.$$"); then
        exec 8>>"$LMR_ROOT/live/$lmr_session.$$"
        flock -w 2 8 </dev/null && lmr_live=$lmr_session.$$
    fi
}

lmr_beat() { : >"$lmr_dir/beat"; }

lmr_serve() {
    : >"$lmr_dir/busy"
    # shellcheck disable=SC2086  # "busybox sh" is two words
    $LMR_SH "$lmr_dir/q" </dev/null 2>/dev/null
    lmr_code=$?
    # What was sent to items that did not run would be read by those of the next request, and may be secret.
    rm -f "$lmr_dir/q" "$lmr_dir/busy" "$lmr_dir"/i* </dev/null
    lmr_beat
    lmr_count=$((lmr_count + 1))
    printf '\n%s end %s 0 0 0\n' "$1" "$lmr_code"
}

# Ends a session whose far end has gone silent, so that its lock does not outlive it: sshd may not notice for hours.
lmr_watch() {
    lmr_misses=0
    while sleep "$lmr_tick"; do
        if ! kill -0 "$1"; then rm -rf "$lmr_dir"; return; fi
        [ -e "$lmr_dir/busy" ] && continue
        if [ -e "$lmr_dir/beat" ]; then
            rm -f "$lmr_dir/beat"
            lmr_misses=0
        else
            lmr_misses=$((lmr_misses + 1))
            [ "$lmr_misses" -lt 3 ] || break
        fi
    done
    rm -rf "$lmr_dir"
    kill "$1"
}

lmr_greet() {
    lmr_uid=$(id -u)
    lmr_missing=
    for lmr_tool in $lmr_tools; do
        command -v "$lmr_tool" >/dev/null || lmr_missing="$lmr_missing $lmr_tool"
    done
    echo "uid=$lmr_uid"
    echo "user=${SUDO_USER:-$(id -un)}"
    echo "hostname=$(uname -n)"
    echo "boot_id=$(cat /proc/sys/kernel/random/boot_id)"
    echo "machine_id=$(cat /etc/machine-id)"
    echo "kernel=$(uname -r)"
    echo "shell=$(readlink "/proc/$$/exe")"
    if [ -d /run/systemd/system ]; then echo systemd=yes; else echo systemd=no; fi
    if [ -n "$SUDO_UID" ]; then echo sudo=yes; else echo sudo=no; fi
    echo "ssh_connection=$1"
    echo "missing=$lmr_missing"
}

if [ -n "$lmr_dir" ]; then
    # By exec: a redirected function would keep copies of the channel, which then outlived the session's shell.
    { exec </dev/null >/dev/null 2>&1; lmr_watch $$; } &
    lmr_watcher=$!
    trap 'kill "$lmr_watcher" 2>/dev/null; rm -rf "$lmr_dir"; [ -z "$lmr_live" ] || rm -f "$LMR_ROOT/live/$lmr_live"' EXIT
    lmr_beat
    lmr_tell 0 "$(lmr_greet "$1" </dev/null 2>/dev/null)"
else
    lmr_tell 1 "no folder for requests could be made in /run, /dev/shm or /tmp"
fi
