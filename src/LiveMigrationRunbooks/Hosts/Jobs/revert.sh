# shellcheck shell=sh disable=SC2154,SC2034,SC2317  # job.sh, before it, has the rest
# What the job of an armed guard does besides those of job.sh, which stands before it. Before both: lmr_run_id, lmr_batch, lmr_guarded.
# $3 is early or late where a boot began it.

# ran BATCH STEP: whether that step of a guarded batch ever began. What never began has changed nothing.
lmr_ran() { [ -e "$LMR_ROOT/runs/$lmr_run_id/$1/steps/$2/begun" ]; }

# Whether anything did: else there is nothing that a daemon should load again.
lmr_ran_any() {
    for lmr_other in $lmr_guarded; do
        [ ! -e "$LMR_ROOT/runs/$lmr_run_id/$lmr_other/steps/0/begun" ] || return 0
    done
    return 1
}

# Nothing of what is taken back may go on, or begin later.
lmr_halt() {
    for lmr_other in $lmr_guarded; do
        lmr_unit=lmr-$lmr_run_id-$lmr_other.service
        lmr_other=$LMR_ROOT/runs/$lmr_run_id/$lmr_other
        mkdir "$lmr_other" 2>/dev/null
        ln -s cancelled "$lmr_other/go" 2>/dev/null
        if [ -e "$lmr_other/rc" ] || [ ! -e "$lmr_other/begun" ]; then continue; fi
        if [ -d /run/systemd/system ]; then systemctl kill --signal=KILL "$lmr_unit" 2>/dev/null; else pkill -KILL -s "$(cat "$lmr_other/begun")" 2>/dev/null || kill -KILL "$(cat "$lmr_other/begun")"; fi
        flock -s -w 10 "$lmr_other/alive" true
    done
}

# Its before-images are whole once their paths are written. In the window the file is ours, whatever stands in it.
lmr_back() { # BATCH STEP.NUMBER PATH
    lmr_origin=$LMR_ROOT/runs/$lmr_run_id/$1
    # What was killed had no time to take its half-written file away.
    if [ -e "$lmr_origin/steps/${2%.*}/begun" ] && [ ! -e "$lmr_origin/steps/${2%.*}/rc" ]; then rm -rf "$(dirname "$3")"/.lmr.??????; fi
    lmr_restore "$2" "$3"
}

lmr_routes() {
    for lmr_family in 4 6; do
        while read -r lmr_route; do
            # shellcheck disable=SC2086  # words of a route
            ip "-$lmr_family" route show table main | sed 's/ linkdown//' | grep -qxF "$lmr_route" || ip "-$lmr_family" route add $lmr_route 2>/dev/null
        done <"$lmr_job/routes$lmr_family"
    done
}

# The second try comes a minute later: what was in the way of the first may have ended by then.
lmr_revert() {
    lmr_goes_on=yes
    if [ "${1-}" = early ]; then lmr_run() { :; }; fi
    lmr_halt
    lmr_all
    [ "${1-}" != early ] || exit 0
    lmr_routes
    if [ -n "$lmr_failed" ]; then
        sleep 60
        lmr_failed=
        lmr_all
        lmr_routes
    fi
    (lmr_finish)
    lmr_code=$?
    lmr_disarm "$lmr_run_id/$lmr_batch"
    exit "$lmr_code"
}
