# Puts our lines of a list of keys in the place of those that are there; every other line stays as it is.
# $1 path  $2 owner of a new file  our lines come on standard input
umask 077
if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then
  echo "$1 is not a regular file and is not replaced" >&2
  exit 1
fi
group=$(id -gn -- "$2") || exit
lmr_ssh_folder "${1%/*}" "$2" "$group" || exit
new=$(mktemp "${1%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
if [ -e "$1" ]; then
  # Mode, owner and attributes first; the content of the copy is replaced in place.
  cp -a -- "$1" "$new" && awk '!/ lmr-trust:[^ ]+$/' "$1" >"$new" || exit
else
  chown -- "$2:$group" "$new" || exit
fi
cat >>"$new" && sync "$new" && mv -f -- "$new" "$1" && sync "${1%/*}"
