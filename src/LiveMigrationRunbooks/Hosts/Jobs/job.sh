# shellcheck shell=sh disable=SC2154
# The head of a job's file. $1 the job's folder, $2 the host's state folder. The steps follow as functions, then lmr_finish.
# Alive while its lock is held; done when its exit code is there. No command inherits the locks, so nothing it leaves running
# can make the job look alive.
umask 077
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
# What a request's command inherits, and what a change must not: the limit on the size of files.
# shellcheck disable=SC3045
ulimit -S -f unlimited
lmr_job=$1
LMR_ROOT=$2
lmr_failed=
lmr_broken=
lmr_goes_on=
cd / || exit 1
exec 7>"$lmr_job/alive" 8>>"$LMR_ROOT/job.lock"
flock 7
flock -s 8
# Whoever makes this link decides. A job that was called off before it began must never begin: others have gone on without it.
# A guard that a boot found undecided, or in the middle of its work, goes on: nobody else can.
ln -s "${3:-begun}" "$lmr_job/go" 2>/dev/null || case ${3-}:$(readlink "$lmr_job/go") in
    early:early | early:late | early:begun | late:early | late:late | late:begun) ;;
    *) rm -f "$lmr_job/job.sh"; exit 78 ;;
esac
mkdir -p "$lmr_job/steps" "$lmr_job/before" "$lmr_job/after"
sync "$lmr_job"
echo $$ >"$lmr_job/begun"

# keep NUMBER PATH: the before-image, on the disk before the step may touch the file.
lmr_keep() {
    lmr_image=$lmr_job/before/$lmr_now.$1
    lmr_state "$2" >"$lmr_image.state" && lmr_line_of "$lmr_image.state" || return 1
    case $lmr_line in
        file*) cp -a "$2" "$lmr_image" && lmr_above "$2" >"$lmr_image.above" && sync "$lmr_image" ;;
        link*) cp -a "$2" "$lmr_image" && lmr_above "$2" >"$lmr_image.above" ;;
        absent) lmr_missing "$2" >"$lmr_image.folders" ;;
        other) echo "$2 is neither a file, a link nor a folder" >&2; return 1 ;;
    esac && printf '%s' "$2" >"$lmr_image.path" && sync "$lmr_image.state" "$lmr_image.path" "$lmr_job/before"
}

# up PATH: the folder it lies in, in lmr_above; as dirname says it, without starting a program.
lmr_up() {
    lmr_above=${1%"${1##*[!/]}"}
    lmr_above=${lmr_above%/*}
    lmr_above=${lmr_above:-/}
}

# missing PATH: the folders above it that are not there; whoever makes them for it shall have them taken away again.
lmr_missing() {
    lmr_up "$1"
    while [ ! -e "$lmr_above" ]; do
        echo "$lmr_above"
        lmr_up "$lmr_above"
    done
}

# above PATH: the folders it lies in, and whose they are: whoever brings it back may find them gone.
lmr_above() {
    lmr_up "$1"
    while [ "$lmr_above" != / ]; do
        stat -c '%a %u %g %n' "$lmr_above"
        lmr_up "$lmr_above"
    done
}

# made LIST: makes the folders of such a list that are gone. Sorted, each comes after the one it lies in.
lmr_made() {
    [ -e "$1" ] || return 0
    sort -k 4 "$1" | while read -r lmr_mode lmr_user lmr_group lmr_folder; do
        [ -d "$lmr_folder" ] || { mkdir "$lmr_folder" && chown "$lmr_user:$lmr_group" "$lmr_folder" && chmod "$lmr_mode" "$lmr_folder"; } || exit 1
    done
}

lmr_note() {
    lmr_left=$lmr_job/after/$lmr_now.$1.state
    lmr_state "$2" >"$lmr_left.new" && lmr_settled "$lmr_left"
}

# owe KEY INPUT: what must be run because of this step, known on the disk before the step does anything.
lmr_owe() {
    [ -d "$LMR_ROOT/owed" ] || mkdir "$LMR_ROOT/owed" || return
    [ -e "$LMR_ROOT/owed/$1.json" ] || lmr_durable "$LMR_ROOT/owed/$1.json" <"$lmr_job/$2"
}

lmr_settle() { rm -f "$LMR_ROOT/owed/$1.json"; }

# run SECONDS INPUT WORD...
lmr_run() {
    lmr_seconds=$1 lmr_input=$2
    shift 2
    [ "$lmr_input" = /dev/null ] || lmr_input=$lmr_job/$lmr_input
    timeout -k 5 "$lmr_seconds" "$@" <"$lmr_input" 7>&- 8>&-
}

# compare NAME PATH: is the file what the step left, or what was there before it?
# A before-image is whole once its path is written; without one the step never came to its commands, and nothing is to be taken back.
lmr_compare() {
    [ -e "$lmr_origin/before/$1.path" ] || return 0
    lmr_is=$(lmr_state "$2")
    lmr_line_of "$lmr_origin/before/$1.state"
    [ "$lmr_is" = "$lmr_line" ] && return
    if [ ! -e "$lmr_origin/after/$1.state" ]; then
        echo "$2 is not what it was, and the step was interrupted before it said what it left; it is left as it is" >&2
        return 75
    fi
    lmr_line_of "$lmr_origin/after/$1.state"
    [ "$lmr_is" = "$lmr_line" ] && return
    echo "$2 was changed since by somebody else; it is left as it is" >&2
    return 75
}

lmr_restore() {
    lmr_image=$lmr_origin/before/$1
    [ -e "$lmr_image.path" ] || return 0
    lmr_line_of "$lmr_image.state"
    lmr_was=$lmr_line
    case $lmr_was in
        file* | link*)
            # A fresh folder beside the file: nobody else can foresee its name, and the rename replaces a link instead of following it.
            lmr_up "$2"
            lmr_made "$lmr_image.above" && lmr_new=$(mktemp -d "$lmr_above/.lmr.XXXXXX") || return 1
            cp -a "$lmr_image" "$lmr_new/new" && { [ -h "$lmr_new/new" ] || sync "$lmr_new/new"; } && mv -fT "$lmr_new/new" "$2"
            lmr_moved=$?
            rm -rf "$lmr_new"
            [ "$lmr_moved" = 0 ]
            ;;
        absent)
            if [ -d "$2" ] && [ ! -h "$2" ]; then rmdir "$2"; else rm -f "$2"; fi || return 1
            # One in which somebody else has put something since stays. Runs of older versions kept no such list.
            [ ! -e "$lmr_image.folders" ] || while read -r lmr_above; do rmdir "$lmr_above" 2>/dev/null || break; done <"$lmr_image.folders"
            ;;
        dir*)
            [ -d "$2" ] || mkdir "$2" || return 1
            # shellcheck disable=SC2086  # four words
            set -- "$2" $lmr_was
            chown "$4:$5" "$1" && chmod "$3" "$1"
            set -- "" "$1"
            ;;
        *) return 1 ;;
    esac || return 1
    lmr_up "$2"
    [ ! -d "$lmr_above" ] || sync "$lmr_above"
    [ "$(lmr_state "$2")" = "$lmr_was" ] || { echo "$2 did not come back as it was" >&2; return 1; }
}

lmr_step() {
    lmr_now=$1
    # There where a guard comes to it a second time.
    rm -rf "${lmr_job:?}/steps/$1"
    mkdir "$lmr_job/steps/$1"
    printf '%s' "$2" >"$lmr_job/steps/$1/id"
    [ -z "$lmr_failed" ] || [ -n "$lmr_goes_on" ] || return 0
    : >"$lmr_job/steps/$1/begun"
    sync "$lmr_job/steps/$1"
    if [ -z "$lmr_broken" ]; then "lmr_step_$1"; else echo "the job's data could not be written" >&2; false; fi \
        >"$lmr_job/steps/$1/out" 2>"$lmr_job/steps/$1/err"
    lmr_code=$?
    "lmr_after_$1" 2>>"$lmr_job/steps/$1/err" || lmr_code=1
    echo "$lmr_code" >"$lmr_job/steps/$1/rc.new" && lmr_settled "$lmr_job/steps/$1/rc"
    [ "$lmr_code" = 0 ] || lmr_failed=${lmr_failed:-$lmr_code}
}

# The text goes too: the data in it may be secret, and nothing starts it again.
lmr_finish() {
    rm -f "$lmr_job"/in.* "$lmr_job"/owed.* "$lmr_job/job.sh"
    echo "${lmr_failed:-0}" >"$lmr_job/rc.new" && lmr_settled "$lmr_job/rc"
    exit "${lmr_failed:-0}"
}
