# shellcheck shell=sh disable=SC2086  # LMR_SH, the session's shell, may be two words
# Decides an armed guard. $1 run, $2 batch, $3 confirm, or revert to have it begin at once. Tells who has decided: confirmed, or begun
# where the host takes it back. The link is the one commit point: whoever makes it first has decided for ever.
set -u
run=$1 batch=$2
job=$LMR_ROOT/runs/$run/$batch
if [ "$3" = confirm ]; then
    # After a boot the running system is not what was tried.
    if [ "$(cat "$job/armed")" = "$(cat /proc/sys/kernel/random/boot_id)" ]; then ln -s confirmed "$job/go" 2>/dev/null; fi
elif [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
    # Its own timer comes all the same where this does not.
    systemctl start --no-block "lmr-$run-$batch.service" 2>/dev/null
else
    setsid $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >>"$job/launch" 2>&1 9>&- &
fi
case $(readlink "$job/go") in
    confirmed)
        sync "$job" || exit 1
        lmr_disarm "$run/$batch"
        rm -f "$job/job.sh"
        echo confirmed
        ;;
    '') echo armed ;;
    *) echo begun ;;
esac
