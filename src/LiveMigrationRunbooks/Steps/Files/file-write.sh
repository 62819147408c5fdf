# Writes a file whole or not at all: standard input becomes its content. Owner and mode are set before it appears under its name;
# xattrs of an existing file stay.
# $1 path  $2 mode  $3 owner  $4 group
if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then
  echo "$1 is not a regular file and is not replaced" >&2
  exit 1
fi
umask 077
new=$(mktemp "${1%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
# What is written may be secret: the copy is closed before, whatever the mode of the file it came from.
if [ -e "$1" ]; then cp -a -- "$1" "$new" && chmod 600 -- "$new" || exit; fi
cat >"$new" && chown -- "$3:$4" "$new" && chmod -- "$2" "$new" && sync "$new" && mv -f -- "$new" "$1" && sync "${1%/*}/"
