# shellcheck shell=sh disable=SC2154
# The last value that a run gave to each key of this host, a file a key in the folder applied: drift is told from it, from any machine.

# own NAME INPUT...: the values that this step gave, once they stand. What stood there before is kept beside the before-images.
lmr_own() {
    lmr_had "$@" || return
    mkdir -p "$lmr_job/applied/new" || return
    lmr_names=
    while [ $# -gt 0 ]; do
        {
            printf '{"at":%s,"boot_id":"%s",' "$(date +%s)" "$(cat /proc/sys/kernel/random/boot_id)"
            tail -c +2 "$lmr_job/$2"
        } >"$lmr_job/applied/new/$1" || return
        lmr_names="$lmr_names $1"
        shift 2
    done
    sync "$lmr_job/applied/new"/* || return
    for lmr_name in $lmr_names; do mv -f "$lmr_job/applied/new/$lmr_name" "$LMR_ROOT/applied/$lmr_name.json" || return; done
    sync "$LMR_ROOT/applied"
}

# had NAME INPUT...: keeps what stands under these names now; an empty file where nothing does.
lmr_had() {
    mkdir -p "$LMR_ROOT/applied" "$lmr_job/applied" || return
    while [ $# -gt 0 ]; do
        if [ -e "$LMR_ROOT/applied/$1.json" ]; then cat "$LMR_ROOT/applied/$1.json"; fi >"$lmr_job/applied/$lmr_now.$1" || return
        shift 2
    done
    sync "$lmr_job/applied/$lmr_now".* "$lmr_job/applied"
}

# disown STEP: puts back what stood in the place of the values that a step of the job in $lmr_origin gave. Of a step that gave none nothing is known.
lmr_disown() {
    for lmr_old in "$lmr_origin/applied/$1".*; do
        [ -e "$lmr_old" ] || continue
        lmr_name=${lmr_old##*.}
        lmr_had "$lmr_name" - || return
        if [ -s "$lmr_old" ]; then lmr_durable "$LMR_ROOT/applied/$lmr_name.json" <"$lmr_old"; else rm -f "$LMR_ROOT/applied/$lmr_name.json"; fi || return
    done
    [ ! -d "$LMR_ROOT/applied" ] || sync "$LMR_ROOT/applied"
}
