# Prints the entries of a libvirt configuration file that are asked for, and whether the daemon has started since the file was written
# ("current", "older"), does not run ("none"), or is not installed ("absent").
# Only these entries leave the host: the file may hold passwords. libvirt-daemons.sh stands above.
# $1 file  $2 daemons that load it, separated by spaces  $3 … keys
file=$1 daemons=$2
shift 2
daemon=""
for name in $daemons; do
  lmr_runs "$name" && daemon=$name && break
done
if [ -z "$daemon" ]; then
  is=none
  [ -z "$daemons" ] || is=absent
  for name in $daemons; do
    if command -v "$name" >/dev/null; then is=none; fi
  done
  echo "daemon=$is"
else
  lmr_older "$daemon" "$file"
  case $? in 0) echo "daemon=older" ;; 1) echo "daemon=current" ;; *) exit 1 ;; esac
fi
[ -e "$file" ] || exit 0
KEYS=$* awk '
  BEGIN { count = split(ENVIRON["KEYS"], keys, " "); for (i = 1; i <= count; i++) asked[keys[i]] = 1; inside = 0 }
  function open(text) { sub(/#.*/, "", text); return index(text, "]") == 0 }
  inside { print "| " $0; inside = open($0); next }
  match($0, /^[ \t]*[A-Za-z0-9_]+[ \t]*=/) {
    key = substr($0, 1, RLENGTH - 1); gsub(/[ \t]/, "", key)
    rest = substr($0, RLENGTH + 1)
    if (key in asked) {
      print "key " key
      print "| " rest
      inside = (rest ~ /^[ \t]*\[/) && open(rest)
    }
  }
' <"$file"
