# shellcheck shell=sh
# Keeps a run's part of the plan, which comes on standard input. $1 the run.
umask 077
folder=$LMR_ROOT/runs/$1
mkdir -p "$folder" && cat >"$folder/plan.new" && sync "$folder/plan.new" && mv -f "$folder/plan.new" "$folder/plan.json" && sync "$folder" "$LMR_ROOT/runs"
