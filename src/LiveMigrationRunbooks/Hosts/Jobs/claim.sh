# shellcheck shell=sh
# The durable claim of a run on this host. $1 what to do, then what it needs. Exit codes: 73 another run's claim, 74 a job of the claim
# lives, 77 the session's lock is not held, 76 an older epoch. Every answer ends with the claim as it stands and what lives.
set -u
umask 077
verb=$1
claim=$LMR_ROOT/claim

value() { [ ! -e "$claim" ] || sed -n "s/^$1=//p" "$claim"; }

lock_is_held() { [ -e "$LMR_ROOT/host.lock" ] && ! flock -s -n "$LMR_ROOT/host.lock" true; }

job_lives() {
    for lock in "$LMR_ROOT/runs/$1"/*/alive; do
        [ -e "$lock" ] && ! flock -s -n "$lock" true && return 0
    done
    return 1
}

any_job_lives() { [ -e "$LMR_ROOT/job.lock" ] && ! flock -n "$LMR_ROOT/job.lock" true; }

# write RUN STATE CONTROLLER EPOCH
write() {
    {
        echo "run=$1"
        echo "state=$2"
        echo "controller=$3"
        echo "boot=$(cat /proc/sys/kernel/random/boot_id)"
        echo "epoch=$4"
    } >"$claim.new" && sync "$claim.new" && mv -f "$claim.new" "$claim" && sync "$LMR_ROOT"
}

tell() {
    [ ! -e "$claim" ] || cat "$claim"
    if lock_is_held; then echo lock=held; else echo lock=free; fi
    if job_lives "${run:-none}"; then echo jobs=alive; else echo jobs=none; fi
}

refuse() {
    tell
    echo "$2" >&2
    exit "$1"
}

run=$(value run) state=$(value state) epoch=$(value epoch)
if [ "$verb" = read ]; then
    tell
    exit 0
fi
lock_is_held || refuse 77 "the session does not hold the host's lock"
wanted=$2

case $verb in
    take) # RUN CONTROLLER EPOCH: a new claim has epoch 0 for "the next one"; a run that has the host already names its epoch
        if [ -n "$run" ] && [ "$state" != "done" ]; then
            [ "$run" = "$wanted" ] || refuse 73 "run $run has the host"
            [ "$epoch" = "$4" ] || refuse 76 "the claim of run $run has epoch $epoch"
            write "$run" open "$3" "$epoch" || exit 1
        else
            any_job_lives && refuse 74 "a job is still at work"
            write "$wanted" open "$3" $((${epoch:-0} + 1)) || exit 1
        fi
        ;;
    force) # RUN CONTROLLER: take the run over from a controller that is gone
        [ "$run" = "$wanted" ] || refuse 73 "run ${run:-none} has the host"
        job_lives "$run" && refuse 74 "a job of run $run is still at work"
        write "$run" open "$3" $((epoch + 1)) || exit 1
        ;;
    mark) # RUN EPOCH STATE
        [ "$run" = "$wanted" ] || refuse 73 "run ${run:-none} has the host"
        [ "$epoch" = "$3" ] || refuse 76 "the claim of run $run has epoch $epoch"
        write "$run" "$4" "$(value controller)" "$epoch" || exit 1
        ;;
esac
run=$(value run)
tell
