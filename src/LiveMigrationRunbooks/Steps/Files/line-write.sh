# Keeps one line of a text file, or takes it away: whole or not at all. All other bytes stay as they are, line ends too.
# $1 path  $2 how it is known: line, key, match  $3 by what  $4 "present" or "absent"  $5 the line
# $6 "after", "before" or "end"  $7 beside what a new line stands  then the command that must accept the file, if one must
path=$1 how=$2 what=$3 state=$4 line=$5 where=$6 anchor=$7
shift 7
if [ -L "$path" ] || { [ -e "$path" ] && [ ! -f "$path" ]; }; then
  echo "$path is not a regular file and is not changed" >&2
  exit 1
fi
umask 077
new=$(mktemp "${path%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new" "$new.text"' EXIT
if [ -e "$path" ]; then cp -a -- "$path" "$new" || exit; else chmod 0644 "$new" || exit; fi
open=''
if [ -s "$new" ] && [ -n "$(tail -c 1 "$new")" ]; then open=yes; fi
# shellcheck disable=SC2154 # line-is.sh stands above
HOW=$how WHAT=$what STATE=$state LINE=$line WHERE=$where ANCHOR=$anchor OPEN=$open awk "$lmr_is"'
  function text(number, line) { line = lines[number]; sub(/\r$/, "", line); return line }
  function put(line) { printf "%s%s", last, line; last = "\n" }
  { lines[NR] = $0 }
  END {
    for (at = 1; at <= NR; at++) {
      if (is(text(at), ENVIRON["HOW"], ENVIRON["WHAT"])) mine[at] = ++count
      if (ENVIRON["WHERE"] != "end" && is(text(at), "key", ENVIRON["ANCHOR"]) && (ENVIRON["WHERE"] == "after" || !beside)) beside = at
    }
    if (ENVIRON["STATE"] == "present" && ENVIRON["HOW"] != "line" && count > 1) exit 3
    if (ENVIRON["STATE"] == "present" && !count && ENVIRON["WHERE"] != "end" && !beside) exit 4
    whole = ENVIRON["LINE"] (NR && lines[1] ~ /\r$/ ? "\r" : "")
    for (at = 1; at <= NR; at++) {
      if (!count && at == beside && ENVIRON["WHERE"] == "before") put(whole)
      if (!(at in mine)) put(lines[at])
      else if (ENVIRON["STATE"] == "present") put(ENVIRON["HOW"] == "line" ? lines[at] : whole)
      if (!count && at == beside && ENVIRON["WHERE"] == "after") put(whole)
    }
    added = ENVIRON["STATE"] == "present" && !count && ENVIRON["WHERE"] == "end"
    if (added) put(whole)
    # A file without a newline at its end keeps that, unless the line is new there or what had none is gone.
    if (last != "" && !(ENVIRON["OPEN"] && !added && !((NR in mine) && ENVIRON["STATE"] == "absent") && !(!count && beside == NR && ENVIRON["WHERE"] == "after"))) printf "\n"
  }
' <"$new" >"$new.text"
case $? in
  0) ;;
  3) echo "several lines of $path are meant, and it is not changed" >&2; exit 1 ;;
  4) echo "$path has no line that begins with $anchor, and it is not changed" >&2; exit 1 ;;
  *) exit 1 ;;
esac
cat -- "$new.text" >"$new" || exit
if [ -e "$path" ] && cp --help 2>&1 | grep -q attributes-only; then
  cp -a --attributes-only --no-preserve=timestamps -- "$path" "$new" || exit
fi
if [ $# -gt 0 ]; then lmr_accept "$path" "$new" "$@" || exit; fi
sync "$new" && mv -f -- "$new" "$path" && sync "${path%/*}/"
