# Sets or removes words of a kernel command line in a file, whole or not at all. Mode, owner and xattrs of the file stay.
# $1 file  $2 what it is: grub (/etc/default/grub), options (a boot loader entry), line (nothing but the command line)
# $3 key  $4 words to stand for it; empty removes it  $5 key …
file=$1 form=$2
shift 2
if [ -L "$file" ] || [ ! -f "$file" ]; then
  echo "$file is not a regular file and is not edited" >&2
  exit 1
fi
umask 077
new=$(mktemp "${file%/*}/.lmr.XXXXXX") || exit
trap 'rm -f -- "$new" "$new.text"' EXIT
cp -a -- "$file" "$new" || exit
wishes=
for word; do wishes="$wishes$word
"; done
WISHES=$wishes FORM=$form awk '
  function name(word) { sub(/=.*/, "", word); gsub(/-/, "_", word); return word }
  # What stands somewhere is replaced where it stands first.
  function edited(text,   words, count, i, key, out) {
    count = split(text, words, /[ \t]+/)
    for (i = 1; i <= count; i++) {
      key = name(words[i])
      if (words[i] == "" || (key in put)) continue
      if (key in want) { put[key] = 1; if (want[key] == "") continue; words[i] = want[key] }
      out = out " " words[i]
    }
    return substr(out, 2)
  }
  function completed(text,   i) {
    for (i = 1; i <= wishes; i++)
      if (!(order[i] in put) && want[order[i]] != "") { put[order[i]] = 1; text = text (text == "" ? "" : " ") want[order[i]] }
    return text
  }
  BEGIN {
    form = ENVIRON["FORM"]
    lines = split(ENVIRON["WISHES"], line, "\n")
    for (i = 1; i < lines; i += 2) { order[++wishes] = name(line[i]); want[name(line[i])] = line[i + 1] }
  }
  form == "line" { text[NR] = edited($0); next }
  form == "options" && /^options[ \t]/ { sub(/^options[ \t]+/, ""); print "options " completed(edited($0)); next }
  form == "grub" && /^[ \t]*(export[ \t]+)?GRUB_CMDLINE_LINUX(_DEFAULT)?=/ {
    at = index($0, "=")
    head[NR] = substr($0, 1, at)
    value = substr($0, at + 1)
    sub(/[ \t]+$/, "", value)
    quote[NR] = substr(value, 1, 1)
    if (quote[NR] != "\"" && quote[NR] != "\047") quote[NR] = ""; else value = substr(value, 2, length(value) - 2)
    text[NR] = value
    if (head[NR] ~ /LINUX=$/) main = NR
    kept[NR] = 1
    next
  }
  form == "grub" { text[NR] = $0; next }
  { print }
  END {
    if (form == "line") for (i = 1; i <= NR || i == 1; i++) print (i == 1 ? completed(text[i]) : text[i])
    if (form != "grub") exit
    for (i = 1; i <= NR; i++) if (i in kept) text[i] = edited(text[i])
    # What stands nowhere yet goes to all entries.
    if (!main) { main = ++NR; head[main] = "GRUB_CMDLINE_LINUX="; quote[main] = "\""; kept[main] = 1; text[main] = "" }
    text[main] = completed(text[main])
    for (i = 1; i <= NR; i++) {
      mark = quote[i]
      if ((i in kept) && mark == "" && text[i] ~ /[ \t]/) mark = "\""
      print head[i] mark text[i] mark
    }
  }
' <"$new" >"$new.text" || exit
cat -- "$new.text" >"$new" && sync "$new" && mv -f -- "$new" "$file" && sync "${file%/*}"
