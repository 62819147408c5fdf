# shellcheck shell=sh disable=SC2086  # LMR_SH, the session's shell, may be two words
# Arms a guard: a job that begins after some seconds unless it is confirmed. $1 run, $2 batch, $3 the claim's epoch or nothing, $4 seconds,
# $5 the batches that it takes back; its text comes on standard input. Nothing of them may be started before this has ended well.
# Exit codes: 76 an older epoch, 78 it is not armed and never will be, 79 another guard is armed on this host.
set -u
umask 077
run=$1 batch=$2 epoch=$3 seconds=$4 guards=$5
job=$LMR_ROOT/runs/$run/$batch
unit=lmr-$run-$batch

if [ -n "$epoch" ]; then
    if ! { grep -qx "run=$run" "$LMR_ROOT/claim" && grep -qx "epoch=$epoch" "$LMR_ROOT/claim"; }; then
        echo "the host's claim is not that of run $run with epoch $epoch" >&2
        exit 76
    fi
fi

# shellcheck disable=SC2174  # only the last folder needs the mode
mkdir -p -m 700 "$LMR_ROOT" "$LMR_ROOT/runs" "$LMR_ROOT/runs/$run" || exit 1
text=$LMR_ROOT/runs/$run/.$batch.$$
arming=$LMR_ROOT/runs/$run/.$batch.arm
# Whoever asks a second time, because no answer came, waits here until the first has ended.
exec 7>"$arming"
flock 7
if [ -e "$job/counts" ]; then
    echo already
    exit 0
fi
trap 'rm -f "$text" "$arming"' EXIT
cat >"$text" && sync "$text" || exit 1

give_up() {
    ln -s cancelled "$job/go" 2>/dev/null
    lmr_disarm "$run/$batch"
    rm -f "$job/job.sh"
    echo "the timer could not be armed: $1" >&2
    exit 78
}

# One armed guard a host: whoever makes this link has it. One that is decided has only been left lying.
if ! ln -s "$run/$batch" "$LMR_ROOT/armed" 2>/dev/null; then
    other=$(readlink "$LMR_ROOT/armed") || exit 1
    [ "$other" != "$run/$batch" ] || give_up "it was broken off"
    case $(readlink "$LMR_ROOT/runs/$other/go") in
        confirmed | cancelled) ;;
        *)
            if [ -d "$LMR_ROOT/runs/$other" ] && [ ! -e "$LMR_ROOT/runs/$other/rc" ]; then
                echo "a change of run ${other%/*} waits to be confirmed or taken back on this host" >&2
                exit 79
            fi
            ;;
    esac
    lmr_disarm "$other"
    ln -s "$run/$batch" "$LMR_ROOT/armed" || exit 79
fi

mkdir "$job" || give_up "its folder is there already"
echo "$guards" >"$job/guards"
echo "$seconds" >"$job/seconds"
cat /proc/sys/kernel/random/boot_id >"$job/armed"
# An address that goes takes routes with it, and does not bring them when it comes back.
for family in 4 6; do ip "-$family" route show table main 2>/dev/null | sed '/ proto \(kernel\|ra\) /d; s/ \(linkdown\|dead\|pervasive\)//g' >"$job/routes$family"; done
if ! mv "$text" "$job/job.sh" || ! sync "$job/guards" "$job/seconds" "$job/armed" "$job" "$LMR_ROOT/runs/$run" "$LMR_ROOT"; then give_up "its text could not be kept"; fi
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
    lmr_install || give_up "what finishes it after a reboot could not be kept"
    systemd-run -q --unit="$unit" --on-active="${seconds}s" --timer-property=AccuracySec=100ms --collect -p KillMode=process \
        $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&- || give_up "$(cat "$job/launch")"
    [ "$(systemctl is-active "$unit.timer")" = active ] || give_up "systemd does not count it down"
else
    # For tests: a plan refuses such a host, because this sleeper dies with whatever started it, and with the host.
    # shellcheck disable=SC2016  # the sleeper expands it
    setsid $LMR_SH -c 'sleep "$1"; shift; exec "$@"' sleeper "$seconds" $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&- 9>&- &
fi
: >"$job/counts"
echo armed
