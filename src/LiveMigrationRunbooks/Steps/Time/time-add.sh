# Gives a running chronyd sources that stand in its file and that it has lost. What is not in the file yet comes with it.
# $1 the file  $2 … entries, as "server NAME iburst"
file=$1
shift
for entry; do
  grep -qxF -- "$entry" "$file" 2>/dev/null || continue
  # shellcheck disable=SC2086 # words of one directive
  told=$(chronyc add $entry 2>&1) || { echo "chronyd does not take \"$entry\": $told" >&2; exit 1; }
done
