# shellcheck shell=sh
# What the machine's kernel gives all hosts together. The daemons of a host hold ten inotify instances and each login two more; a kernel gives
# a user 128 as it comes, and systemd in the ninth host does not start without one.

watchers=/proc/sys/fs/inotify/max_user_instances
watchers_before=$LMR_LAB/inotify.before

limits_up() {
    [ "$(cat "$watchers")" -lt 1024 ] || return 0
    cat "$watchers" >"$watchers_before"
    echo 1024 >"$watchers" || say "lab: $watchers cannot be raised; not all hosts may come up" >&2
}

limits_down() { if [ -e "$watchers_before" ]; then cat "$watchers_before" >"$watchers"; fi; }
