# shellcheck shell=sh
# Keeps on this host which run carried a saved plan out. $1 the plan's digest, $2 the run that does, empty to ask only. The answer is the
# run that did; the first one stays. The session holds the host's lock, so that nobody else is at it.
set -u
umask 077
mark=$LMR_ROOT/plans/$1
if [ -n "$2" ] && [ ! -e "$mark" ]; then
    mkdir -p "$LMR_ROOT/plans" || exit 1
    # No plan is valid for so long.
    find "$LMR_ROOT/plans" -type f -mtime +90 -delete
    echo "$2" >"$mark.new" && sync "$mark.new" && mv -f "$mark.new" "$mark" && sync "$LMR_ROOT/plans" || exit 1
fi
[ ! -e "$mark" ] || cat "$mark"
