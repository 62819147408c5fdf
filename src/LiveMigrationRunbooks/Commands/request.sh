# shellcheck shell=sh disable=SC2154
# The frame of a request. It stands at the head of the file that a fresh shell runs with </dev/null; the items follow as calls.
# From the session: lmr_dir (a private folder on tmpfs), LMR_ROOT. From the request: lmr_nonce, lmr_label.
# Every item writes into files of its own, so that what it leaves running can neither hold the channel nor write into a frame.

lmr_cap=1048576
lmr_stop=

# One line in the host's own records for each request.
lmr_record() {
    logger -t lmr -- "$lmr_label" >/dev/null 2>&1 8>&- 9>&- && return
    [ -w "$LMR_ROOT" ] && echo "$lmr_label" >>"$LMR_ROOT/requests.log"
}

lmr_input() { base64 -d >"$lmr_dir/i$1"; }

# The session's lock stays with the session's own shell; a child may take it on the inherited descriptor and cannot lose it by dying.
lmr_lock() {
    case $1 in
        # A reader of the claim tries the lock for an instant; that must not look like another run.
        take) flock -w 1 9 ;;
        drop) flock -u 9 ;;
        # Opened and locked by the session's shell before the request.
        live) [ -n "$lmr_live" ] ;;
    esac
}

# item NUMBER SECONDS REQUIRED WORD...
lmr_item() {
    lmr_number=$1 lmr_seconds=$2 lmr_required=$3
    shift 3
    lmr_out=$lmr_dir/o$lmr_number lmr_err=$lmr_dir/e$lmr_number lmr_in=$lmr_dir/i$lmr_number
    if [ -n "$lmr_stop" ]; then
        printf '\n%s %s -1 0 0 0\n' "$lmr_nonce" "$lmr_number"
        return
    fi
    lmr_held=$((lmr_held + 1))
    [ -e "$lmr_in" ] || lmr_in=/dev/null
    if [ "$1" = lmr_lock ]; then
        lmr_lock "$2" >"$lmr_out" 2>"$lmr_err"
    else
        # The soft limit keeps a babbling command from filling the host's tmpfs: it dies of SIGXFSZ at 64 MiB.
        (
            # shellcheck disable=SC3045  # dash, bash and busybox know -S
            ulimit -S -f 131072
            if [ -n "$lmr_timeout" ]; then exec timeout -k 2 "$lmr_seconds" "$@"; fi
            exec "$@"
        ) <"$lmr_in" >"$lmr_out" 2>"$lmr_err" 8>&- 9>&-
    fi
    lmr_code=$?
    lmr_ended="$lmr_ended $lmr_number:$lmr_code"
    [ "$lmr_code" = 0 ] || [ "$lmr_required" = 0 ] || lmr_stop=1
    if [ "$lmr_held" -ge 8 ] || [ -n "$lmr_stop" ]; then lmr_frames; fi
}

# The frames of the items that have ended. Several at once, because on a small host programs cost more than what they look at; not all at
# once, because what babbles fills the host's tmpfs until its frame is out.
lmr_frames() {
    set --
    for lmr_each in $lmr_ended; do set -- "$@" "$lmr_dir/o${lmr_each%:*}" "$lmr_dir/e${lmr_each%:*}"; done
    [ $# -gt 0 ] || return 0
    # shellcheck disable=SC2046  # numbers
    set -- $(stat -c %s "$@")
    lmr_parts='' lmr_inputs=''
    for lmr_each in $lmr_ended; do
        lmr_number=${lmr_each%:*} lmr_size=$1 lmr_error=$2 lmr_lost=0
        shift 2
        if [ "$lmr_size" -gt "$lmr_cap" ]; then lmr_cut "$lmr_dir/o$lmr_number" "$lmr_size"; lmr_size=$lmr_cap; fi
        if [ "$lmr_error" -gt "$lmr_cap" ]; then lmr_cut "$lmr_dir/e$lmr_number" "$lmr_error"; lmr_error=$lmr_cap; fi
        printf '\n%s %s %s %s %s %s\n' "$lmr_nonce" "$lmr_number" "${lmr_each#*:}" "$lmr_size" "$lmr_error" "$lmr_lost" >"$lmr_dir/h$lmr_number"
        lmr_parts="$lmr_parts h$lmr_number o$lmr_number e$lmr_number" lmr_inputs="$lmr_inputs i$lmr_number"
    done
    # shellcheck disable=SC2086  # names without spaces
    (cd "$lmr_dir" && cat $lmr_parts && rm -f $lmr_parts $lmr_inputs)
    lmr_ended='' lmr_held=0
}

# cut FILE SIZE: what is over the cap is lost, and counted.
lmr_cut() {
    lmr_lost=$((lmr_lost + $2 - lmr_cap))
    head -c "$lmr_cap" "$1" >"$lmr_dir/cut" && mv "$lmr_dir/cut" "$1"
}

lmr_ended='' lmr_held=0
lmr_timeout=$(command -v timeout)
lmr_record
