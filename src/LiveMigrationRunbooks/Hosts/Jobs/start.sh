# shellcheck shell=sh disable=SC2086  # LMR_SH, the session's shell, may be two words
# Starts a job once. $1 run, $2 batch, $3 the claim's epoch or nothing, $4 for how many fiftieths of a second it may take to begin; the job's
# text comes on standard input. Exit codes: 76 an older epoch, 78 it was cancelled and will never begin.
set -u
umask 077
run=$1 batch=$2 epoch=$3 patience=$4
job=$LMR_ROOT/runs/$run/$batch
starting=$LMR_ROOT/runs/$run/.$batch.start

if [ -n "$epoch" ]; then
    if ! { grep -qx "run=$run" "$LMR_ROOT/claim" && grep -qx "epoch=$epoch" "$LMR_ROOT/claim"; }; then
        echo "the host's claim is not that of run $run with epoch $epoch" >&2
        exit 76
    fi
fi

# shellcheck disable=SC2174  # only the last folder needs the mode
mkdir -p -m 700 "$LMR_ROOT" "$LMR_ROOT/runs" "$LMR_ROOT/runs/$run" || exit 1
# Held for as long as this script may still start something: a reader waits for it before it calls the job off. Whoever comes second waits too.
exec 7>"$starting"
flock 7
# The text is safe on disk before the folder exists that says it was started.
text=$LMR_ROOT/runs/$run/.$batch.$$
trap 'rm -f "$text" "$starting"' EXIT
cat >"$text" && sync "$text" || exit 1
# The one atom: whoever makes the folder starts the job, and nobody else ever does.
if ! mkdir "$job" 2>/dev/null; then
    [ -d "$job" ] || exit 1
    echo already
    exit 0
fi

# The link is made once, by the job's first act or here: what is called off cannot begin later, however late systemd comes to it.
call_off() {
    ln -s cancelled "$job/go" 2>/dev/null || return 0
    rm -f "$job/job.sh"
    echo "the job did not begin and was called off, it will not begin later: $(cat "$job/launch" 2>/dev/null)" >&2
    exit 78
}

if ! mv "$text" "$job/job.sh" || ! sync "$job" "$LMR_ROOT/runs/$run"; then call_off; fi
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
    systemd-run -q --unit="lmr-$run-$batch" --collect -p KillMode=process -p Type=exec \
        $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&- || call_off
else
    setsid $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&- &
fi
# A busy systemd takes its time; the request that this is part of gives up after 30 s.
tries=0
until [ -e "$job/begun" ]; do
    tries=$((tries + 1))
    [ "$tries" -le "$patience" ] || call_off
    sleep 0.02
done
echo started
