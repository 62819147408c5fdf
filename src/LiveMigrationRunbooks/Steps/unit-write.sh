# Writes a unit, whole or not at all, and the links that start it. Its text comes on standard input.
# $1 unit  $2 … links
unit=$1
shift
for path in "$unit" "${unit%/*}"; do
  if [ -L "$path" ]; then
    echo "$path is a symbolic link and is not followed" >&2
    exit 1
  fi
done
umask 022
mkdir -p -- "${unit%/*}" || exit
umask 077
new=$(mktemp "${unit%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
if [ -e "$unit" ]; then cp -a -- "$unit" "$new"; else chmod 0644 "$new"; fi || exit
cat >"$new" && sync "$new" && mv -f -- "$new" "$unit" && sync "${unit%/*}" || exit
umask 022
for link; do
  # In a folder of its own nobody else can foresee the name, and the rename replaces a link instead of following it.
  mkdir -p -- "${link%/*}" && beside=$(mktemp -d "${link%/*}/.lmr.XXXXXX") || exit
  ln -s "../${unit##*/}" "$beside/new" && mv -f -- "$beside/new" "$link"
  moved=$?
  rm -rf -- "$beside"
  [ "$moved" = 0 ] && sync "${link%/*}" || exit
done
