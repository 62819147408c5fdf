# Writes lmr's files for chrony, each whole or not at all, and tells a chronyd that runs. An empty text removes the file, an empty path is passed over.
# $1 file of sources  $2 its text  $3 file of other lines  $4 its text  $5 makestep as "threshold limit", or empty
write() {
  [ -n "$1" ] || return 0
  if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then
    echo "$1 is not a regular file and is not replaced" >&2
    return 1
  fi
  if [ -z "$2" ]; then
    rm -f -- "$1" && sync "${1%/*}"
    return
  fi
  umask 077
  new=$(mktemp "${1%/*}/.lmr.XXXXXX") || return
  if if [ -e "$1" ]; then cp -a -- "$1" "$new"; else chmod 0644 "$new"; fi && printf '%s\n' "$2" >"$new" && sync "$new" && mv -f -- "$new" "$1"; then
    sync "${1%/*}"
  else
    rm -f -- "$new"
    return 1
  fi
}
write "$3" "$4" && write "$1" "$2" || exit
chronyc -n -c tracking >/dev/null 2>&1 || exit 0
# chronyc tells a refusal on its standard output.
told=$(chronyc reload sources 2>&1) || { echo "chronyd does not load its sources: $told" >&2; exit 1; }
[ -z "$5" ] || chronyc makestep "${5% *}" "${5#* }" >/dev/null
