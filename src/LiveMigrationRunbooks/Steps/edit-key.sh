# Sets or removes one "key = value" entry of a text file, whole or not at all.
# $1 file  $2 key  $3 the whole line to write; empty removes the key  $4 what a new file begins with
# Temp file beside the target, fsync, rename; mode, owner and xattrs of an existing file stay.
# A value that opens a list goes on to the line with its closing bracket (libvirt's files have such).
file=$1 key=$2 line=$3 header=${4-}
if [ -L "$file" ]; then
  echo "$file is a symbolic link and is not followed" >&2
  exit 1
fi
if [ ! -e "$file" ] && [ -z "$line" ]; then exit 0; fi
umask 022
mkdir -p -- "${file%/*}" || exit
umask 077
new=$(mktemp "${file%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new" "$new.text"' EXIT
if [ -e "$file" ]; then
  cp -a -- "$file" "$new" || exit
else
  chmod 0644 "$new" || exit
  if [ -n "$header" ]; then printf '%s\n' "$header" >"$new" || exit; fi
fi
KEY=$key LINE=$line awk '
  BEGIN { key = ENVIRON["KEY"]; line = ENVIRON["LINE"]; done = (line == ""); inside = 0 }
  function open(text) { sub(/#.*/, "", text); return index(text, "]") == 0 }
  inside { inside = open($0); next }
  {
    text = $0
    sub(/^[ \t]+/, "", text)
    rest = substr(text, length(key) + 1)
    if (index(text, key) == 1 && rest ~ /^[ \t]*=/) {
      if (!done) { print line; done = 1 }
      inside = (rest ~ /^[ \t]*=[ \t]*\[/) && open(rest)
      next
    }
    print
  }
  END { if (!done) print line }
' <"$new" >"$new.text" || exit
cat -- "$new.text" >"$new" && sync "$new" && mv -f -- "$new" "$file" && sync "${file%/*}"
