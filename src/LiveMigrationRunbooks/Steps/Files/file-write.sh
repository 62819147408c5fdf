# Writes a file whole or not at all: standard input becomes its content. Owner and mode are set before it appears under its name;
# attributes, ACLs and capabilities of an existing file stay.
# $1 path  $2 mode  $3 owner  $4 group  then any number of: --xattr NAME BASE64  then the command that must accept it, if one must
path=$1 mode=$2 owner=$3 group=$4
shift 4
if [ -L "$path" ] || { [ -e "$path" ] && [ ! -f "$path" ]; }; then
  echo "$path is not a regular file and is not replaced" >&2
  exit 1
fi
umask 077
new=$(mktemp "${path%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
# What is written may be secret: the copy is closed before, whatever the mode of the file it came from.
if [ -e "$path" ]; then cp -a -- "$path" "$new" && chmod 600 -- "$new" || exit; fi
cat >"$new" && chown -- "$owner:$group" "$new" || exit
# Writing and chown take capabilities away. A cp that cannot bring them back (busybox) did not copy them either.
if [ -e "$path" ] && cp --help 2>&1 | grep -q attributes-only; then
  cp -a --attributes-only --no-preserve=timestamps,ownership,mode -- "$path" "$new" || exit
fi
while [ "${1-}" = --xattr ]; do
  lmr_xattr "$new" "$2" "$3" || exit
  shift 3
done
chmod -- "$mode" "$new" || exit
if [ $# -gt 0 ]; then lmr_accept "$path" "$new" "$@" || exit; fi
sync "$new" && mv -f -- "$new" "$path" && sync "${path%/*}/"
