# shellcheck shell=sh
# The runs that this host remembers, a line each: the id, the length of its part of the plan, the numbers of its jobs.
cd "$LMR_ROOT/runs" 2>/dev/null || exit 0
for run in *; do
    [ ! -e "$run/plan.json" ] || (cd "$run" && echo "$run" "$(wc -c <plan.json)" [0-9]*)
done
