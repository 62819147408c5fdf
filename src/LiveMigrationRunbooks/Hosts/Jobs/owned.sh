# shellcheck shell=sh disable=SC2154
# The last value that a run gave to each key of this host, in the folder applied, under a name made from the key: drift is told from it, from
# any machine. The keys of one step share a file, which is never written again once it is there.

# own INPUT NAME...: what this step gave to these keys, once it stands. What stood there before is kept beside the before-images.
lmr_own() {
    lmr_text=$lmr_job/$1
    lmr_given=$lmr_job/applied/new.$lmr_now
    shift
    lmr_had "$@" || return
    lmr_line_of /proc/sys/kernel/random/boot_id
    {
        printf '{"at":%s,"boot_id":"%s",' "$(date +%s)" "$lmr_line"
        tail -c +2 "$lmr_text"
    } >"$lmr_given" || return
    sync "$lmr_given" || return
    for lmr_name in "$@"; do lmr_put "$lmr_given" "$LMR_ROOT/applied/$lmr_name.json" || return; done
    sync "$LMR_ROOT/applied"
}

# had NAME...: keeps what stands under these names now; an empty file where nothing does.
lmr_had() {
    mkdir -p "$LMR_ROOT/applied" "$lmr_job/applied" || return
    for lmr_name in "$@"; do
        lmr_old=$lmr_job/applied/$lmr_now.$lmr_name
        if [ -e "$LMR_ROOT/applied/$lmr_name.json" ]; then lmr_put "$LMR_ROOT/applied/$lmr_name.json" "$lmr_old"; else : >"$lmr_old"; fi || return
    done
    sync "$lmr_job/applied"
}

# put FILE PLACE: the same file under another name, whole or not at all. A rename between two names of one file does nothing.
lmr_put() {
    rm -f "$2.new"
    { ln "$1" "$2.new" 2>/dev/null || cp "$1" "$2.new"; } && mv -f "$2.new" "$2" && rm -f "$2.new"
}

# disown STEP: puts back what stood in the place of what a step of the job in $lmr_origin gave. Of a step that gave nothing nothing is known.
lmr_disown() {
    for lmr_before in "$lmr_origin/applied/$1".*; do
        lmr_key=${lmr_before##*.}
        if [ ! -e "$lmr_before" ] || [ "$lmr_key" = new ]; then continue; fi
        lmr_had "$lmr_key" || return
        if [ -s "$lmr_before" ]; then lmr_put "$lmr_before" "$LMR_ROOT/applied/$lmr_key.json"; else rm -f "$LMR_ROOT/applied/$lmr_key.json"; fi || return
    done
    [ ! -d "$LMR_ROOT/applied" ] || sync "$LMR_ROOT/applied"
}
