# Prints what a text file has of one line: how often, where, and the first of them.
# $1 path  $2 how it is known: line, key, match  $3 by what  $4 the line beside which a new one shall stand; empty for none
if [ ! -f "$1" ] || [ -L "$1" ]; then exit 0; fi
if [ "$(tr -d '\000' <"$1" | wc -c)" -ne "$(wc -c <"$1")" ]; then
  echo "binary=yes"
  exit 0
fi
# shellcheck disable=SC2154 # line-is.sh stands above
HOW=$2 WHAT=$3 ANCHOR=$4 awk "$lmr_is"'
  {
    text = $0
    sub(/\r$/, "", text)
    if (ENVIRON["ANCHOR"] != "" && is(text, "key", ENVIRON["ANCHOR"])) anchors++
    if (!is(text, ENVIRON["HOW"], ENVIRON["WHAT"])) next
    if (!count++) found = text
    if (count <= 8) at = at (at == "" ? "" : ", ") NR
  }
  END {
    print "count=" count + 0
    print "anchors=" anchors + 0
    if (count) {
      print "at=" at (count > 8 ? " …" : "")
      print "found=" found
    }
  }' <"$1"
