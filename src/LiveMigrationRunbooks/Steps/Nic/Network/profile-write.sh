# Writes a profile of a network manager whole or not at all; mode, owner and xattrs of an existing file stay.
# $1 path  $2 mode of a new file  $3 content
if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then
  echo "$1 is not a regular file and is not replaced" >&2
  exit 1
fi
umask 022
mkdir -p -- "${1%/*}" || exit
umask 077
new=$(mktemp "${1%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
if [ -e "$1" ]; then cp -a -- "$1" "$new" || exit; else chmod -- "$2" "$new" || exit; fi
printf '%s' "$3" >"$new" && sync "$new" && mv -f -- "$new" "$1" && sync "${1%/*}/"
