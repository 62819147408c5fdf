# shellcheck shell=sh
# Ends what an armed guard left in place for the next boot. $1 run/batch; nothing is done where another guard is armed.
lmr_disarm() {
    [ "$(readlink "$LMR_ROOT/armed")" = "$1" ] || return 0
    rm -f /etc/systemd/system/multi-user.target.wants/lmr-finish.service /etc/systemd/system/lmr-finish.service /etc/systemd/system/lmr-finish-early.service
    rm -f "$LMR_ROOT/armed"
    sync "$LMR_ROOT"
    # The timer may have run out, or never have been.
    if [ -d /run/systemd/system ]; then systemctl stop "lmr-${1%/*}-${1#*/}.timer" >/dev/null 2>&1; fi
    return 0
}
