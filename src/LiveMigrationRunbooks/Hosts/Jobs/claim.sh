# shellcheck shell=sh
# The durable claim of a run on this host, and the reservations of runs that only send guests here. $1 what to do, then what it needs.
# Exit codes: 70 the claim's files are busy, 71 too little room, 72 others have reserved the host, 73 another run's claim, 74 a session or a job of the run lives,
# 76 an older epoch, 77 the session's lock is not held. Every answer ends with what stands then and what lives.
set -u
umask 077
verb=$1
claim=$LMR_ROOT/claim
reserved=$LMR_ROOT/reserved

of() { [ ! -e "$1" ] || sed -n "s/^$2=//p" "$1"; }
value() { of "$claim" "$1"; }

# A lock that somebody holds cannot be taken, not even beside others.
is_held() { [ -e "$1" ] && ! flock -s -n "$1" true; }

job_lives() {
    for lock in "$LMR_ROOT/runs/$1"/*/alive; do
        is_held "$lock" && return 0
    done
    is_armed "$1"
}

# A guard that nobody has decided yet will work on the host by itself. Without a run: whoever's it is.
is_armed() {
    armed=$(readlink "$LMR_ROOT/armed") || return 1
    case $armed in "${1:-${armed%/*}}"/*) ;; *) return 1 ;; esac
    [ -d "$LMR_ROOT/runs/$armed" ] && [ ! -e "$LMR_ROOT/runs/$armed/rc" ] || return 1
    case $(readlink "$LMR_ROOT/runs/$armed/go") in confirmed | cancelled) return 1 ;; esac
}

any_job_lives() { is_armed "" || { [ -e "$LMR_ROOT/job.lock" ] && ! flock -n "$LMR_ROOT/job.lock" true; }; }

# The session that reserved holds a lock of its own until it ends, however it ends; so age proves nothing and need not.
reserver_lives() {
    live=$(of "$reserved/$1" session)
    { [ -n "$live" ] && is_held "$LMR_ROOT/live/$live"; } || job_lives "$1"
}

# Jobs, before-images and their records need some: a disk that is full is found before anything is changed. What df does not say is no reason.
has_room() {
    free=$(df -Pk "$LMR_ROOT" 2>/dev/null | sed -n '2s/^[^ ]* *[0-9]* *[0-9]* *\([0-9]*\) .*/\1/p')
    [ -z "$free" ] || [ "$free" -ge 16384 ]
}

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

durable() { cat >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "$(dirname "$1")"; }

# write RUN STATE CONTROLLER EPOCH SINCE
write() {
    {
        echo "run=$1"
        echo "state=$2"
        echo "controller=$3"
        echo "boot=$(cat /proc/sys/kernel/random/boot_id)"
        echo "epoch=$4"
        echo "since=$5"
    } | durable "$claim"
}

# keep RUN CONTROLLER KIB EPOCH SINCE
keep() {
    # shellcheck disable=SC2174  # only the last folder needs the mode
    mkdir -p -m 700 "$reserved" &&
        {
            echo "controller=$2"
            echo "kib=$3"
            echo "epoch=$4"
            echo "session=${lmr_live:-}"
            echo "boot=$(cat /proc/sys/kernel/random/boot_id)"
            echo "since=$5"
        } | durable "$reserved/$1"
}

drop() {
    live=$(of "$reserved/$1" session)
    rm -f "$reserved/$1" && sync "$reserved"
    # The file of a session that was killed; a living one removes its own.
    if [ -n "$live" ] && ! is_held "$LMR_ROOT/live/$live"; then rm -f "$LMR_ROOT/live/$live"; fi
}

# Every reservation has a number of its own, so that whoever was taken over does not pass for whoever came after.
next_epoch() {
    echo $(($(cat "$LMR_ROOT/reservations" 2>/dev/null || echo 0) + 1)) | durable "$LMR_ROOT/reservations" && cat "$LMR_ROOT/reservations"
}

others() {
    for each in "$reserved"/*; do
        case ${each##*/} in '*' | *.new | "$1") ;; *) echo "${each##*/}" ;; esac
    done
}

tell() {
    [ ! -e "$claim" ] || cat "$claim"
    if is_held "$LMR_ROOT/host.lock"; then echo lock=held; else echo lock=free; fi
    if job_lives "${run:-none}"; then echo jobs=alive; else echo jobs=none; fi
    [ ! -h "$LMR_ROOT/armed" ] || echo "guard=$(readlink "$LMR_ROOT/armed")"
    for each in $(others ''); do
        file=$reserved/$each
        if reserver_lives "$each"; then alive=alive; else alive=dead; fi
        echo "reserved=$each $(of "$file" kib) $(of "$file" epoch) $alive $(of "$file" since) $(of "$file" boot) $(of "$file" controller)"
    done
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
# shellcheck disable=SC2174  # only the last folder needs the mode
mkdir -p -m 700 "$LMR_ROOT" || exit 1
# Read and written in one turn: two that come at once see each other. Held for as long as this script runs, and by nobody longer.
exec 6>>"$LMR_ROOT/claim.lock"
flock -w 20 6 || refuse 70 "the claim's files are busy"
run=$(value run) state=$(value state) epoch=$(value epoch)
wanted=$2
case $verb in take | force | mark) is_held "$LMR_ROOT/host.lock" || refuse 77 "the session does not hold the host's lock" ;; esac

case $verb in
    take) # RUN CONTROLLER EPOCH: a new claim has epoch 0 for "the next one"; a run that has the host already names its epoch
        other=$(others "$wanted")
        [ -z "$other" ] || refuse 72 "reserved by run $(echo "$other" | head -n 1)"
        if [ -n "$run" ] && [ "$state" != "done" ]; then
            [ "$run" = "$wanted" ] || refuse 73 "run $run has the host"
            [ "$epoch" = "$4" ] || refuse 76 "the claim of run $run has epoch $epoch"
            write "$run" open "$3" "$epoch" "$(value since)" || exit 1
        else
            any_job_lives && refuse 74 "a job is still at work"
            has_room || refuse 71 "only $free KiB are free where $LMR_ROOT lies"
            write "$wanted" open "$3" $((${epoch:-0} + 1)) "$(now)" || exit 1
        fi
        # What it had reserved is part of the claim from here on.
        drop "$wanted" 2>/dev/null
        ;;
    force) # RUN CONTROLLER: take the run over from a controller that is gone
        [ "$run" = "$wanted" ] || refuse 73 "run ${run:-none} has the host"
        job_lives "$run" && refuse 74 "a job of run $run is still at work"
        write "$run" open "$3" $((epoch + 1)) "$(value since)" || exit 1
        ;;
    mark) # RUN EPOCH STATE
        [ "$run" = "$wanted" ] || refuse 73 "run ${run:-none} has the host"
        [ "$epoch" = "$3" ] || refuse 76 "the claim of run $run has epoch $epoch"
        write "$run" "$4" "$(value controller)" "$epoch" "$(value since)" || exit 1
        ;;
    reserve) # RUN CONTROLLER KIB EPOCH: epoch 0 for a new one, also in place of one whose session is gone; its own epoch to say another amount
        [ -n "${lmr_live:-}" ] || refuse 77 "the session shows no sign of life"
        if [ -n "$run" ] && [ "$state" != "done" ] && [ "$run" != "$wanted" ]; then refuse 73 "run $run has the host"; fi
        was=$(of "$reserved/$wanted" epoch)
        if [ "$5" != 0 ]; then
            [ "$was" = "$5" ] || refuse 76 "the reservation of run $wanted has epoch ${was:-none}"
            keep "$wanted" "$3" "$4" "$was" "$(of "$reserved/$wanted" since)" || exit 1
        else
            if [ -n "$was" ] && reserver_lives "$wanted"; then refuse 74 "run $wanted is at work"; fi
            number=$(next_epoch) && keep "$wanted" "$3" "$4" "$number" "$(now)" || exit 1
        fi
        ;;
    free) # RUN EPOCH: ends a reservation
        was=$(of "$reserved/$wanted" epoch)
        [ "${was:-$3}" = "$3" ] || refuse 76 "the reservation of run $wanted has epoch $was"
        drop "$wanted" || exit 1
        ;;
    bury) # RUN: ends the reservation of a run that is gone
        reserver_lives "$wanted" && refuse 74 "run $wanted is at work"
        drop "$wanted" || exit 1
        ;;
    fence) # RUN EPOCH: is the host still this run's, as it was when it was taken?
        if [ "$run" = "$wanted" ] && [ "$epoch" = "$3" ] && [ "$state" != "done" ]; then exit 0; fi
        [ "$(of "$reserved/$wanted" epoch)" = "$3" ] || refuse 76 "run $wanted was taken over, or given up"
        exit 0
        ;;
esac
run=$(value run)
tell
