# Puts lines into a file that iptables-restore loads, and takes others out of it. The file is replaced as a whole, and only if it would load.
# $1 file  $2 iptables or ip6tables  $3 "COMMIT": before the end of the filter table, or the line to put them behind
# $4 lines to take out  $5 lines to put in
if [ -L "$1" ] || [ ! -f "$1" ]; then
  echo "$1 is not a regular file and is not replaced" >&2
  exit 1
fi
umask 077
new=$(mktemp "${1%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new"' EXIT
cp -a -- "$1" "$new" || exit
# A line may have counters before it. A line that is taken out takes the empty one behind it along, where lines are put in with one.
ANCHOR=$3 CLOSE=$4 OPEN=$5 awk '
  BEGIN {
    anchor = ENVIRON["ANCHOR"]; open = ENVIRON["OPEN"]
    count = split(ENVIRON["CLOSE"], close_lines, "\n")
    for (i = 1; i <= count; i++) if (close_lines[i] != "") gone[close_lines[i]] = 1
  }
  { line = $0; sub(/^\[[0-9]+:[0-9]+\] /, "", line) }
  line in gone { after = 1; next }
  after && $0 == "" && anchor != "COMMIT" { after = 0; next }
  { after = 0 }
  /^\*/ { table = $0 }
  anchor == "COMMIT" && open != "" && !put && $0 == "COMMIT" && table == "*filter" { print open; put = 1 }
  { print }
  anchor != "COMMIT" && open != "" && !put && $0 == anchor { print ""; print open; put = 1 }
  END { if (open != "" && !put) exit 3 }
' <"$1" >"$new"
case $? in
  0) ;;
  3)
    echo "$1 has no place for rules: no line '$3'" >&2
    exit 1
    ;;
  *) exit 1 ;;
esac
"$2-restore" --test <"$new" || exit
sync "$new" && mv -f -- "$new" "$1" && sync "${1%/*}/"
