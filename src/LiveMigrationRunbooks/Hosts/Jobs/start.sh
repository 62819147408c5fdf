# shellcheck shell=sh disable=SC2086  # LMR_SH, the session's shell, may be two words
# Starts a job once. $1 run, $2 batch, $3 the claim's epoch or nothing; the job's text comes on standard input.
set -u
umask 077
run=$1 batch=$2 epoch=$3
job=$LMR_ROOT/runs/$run/$batch

if [ -n "$epoch" ]; then
    if ! { grep -qx "run=$run" "$LMR_ROOT/claim" && grep -qx "epoch=$epoch" "$LMR_ROOT/claim"; }; then
        echo "the host's claim is not that of run $run with epoch $epoch" >&2
        exit 76
    fi
fi

# shellcheck disable=SC2174  # only the last folder needs the mode
mkdir -p -m 700 "$LMR_ROOT" "$LMR_ROOT/runs" "$LMR_ROOT/runs/$run" || exit 1
# The text is safe on disk before the folder exists that says it was started.
text=$LMR_ROOT/runs/$run/.$batch.$$
trap 'rm -f "$text"' EXIT
cat >"$text" && sync "$text" || exit 1
# The one atom: whoever makes the folder starts the job, and nobody else ever does.
if ! mkdir "$job" 2>/dev/null; then
    [ -d "$job" ] || exit 1
    echo already
    exit 0
fi
mv "$text" "$job/job.sh" && sync "$job" "$LMR_ROOT/runs/$run" || exit 1

# Held until the job holds it too, so that no reader can see the job as interrupted in between.
exec 7>"$job/start"
flock 7
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
    systemd-run -q --unit="lmr-$run-$batch" --collect -p KillMode=process -p Type=exec \
        $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&-
else
    setsid $LMR_SH "$job/job.sh" "$job" "$LMR_ROOT" </dev/null >"$job/launch" 2>&1 7>&- &
fi
# A busy systemd takes its time; the request that this is part of gives up after 30 s.
tries=0
until [ -e "$job/begun" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 1000 ]; then
        echo "the job did not begin: $(cat "$job/launch")" >&2
        exit 1
    fi
    sleep 0.02
done
echo started
