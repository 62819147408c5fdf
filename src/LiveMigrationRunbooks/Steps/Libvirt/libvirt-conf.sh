# Prints the entries of a libvirt configuration file that are asked for, and whether the daemon has started since the file was written.
# Only these entries leave the host: the file may hold passwords.
# $1 file  $2 daemons that read it, separated by spaces  $3 … keys
file=$1 daemons=$2
shift 2
daemon="" pid=""
for name in $daemons; do
  pid=$(cat "/run/$name.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$name" ] && daemon=$name && break
done
if [ -z "$daemon" ]; then
  echo "daemon=none"
elif [ ! -e "$file" ]; then
  echo "daemon=current"
else
  # The time of the inode's last change: a rollback puts the old modification time back. The age of the process is counted from now,
  # so that steps of the clock since its start do not matter.
  written=$(stat -c %.Z -- "$file" 2>/dev/null) || written=$(stat -c %Z -- "$file") || exit
  ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
  awk -v now="$(date +%s.%N)" -v written="$written" -v ticks="$ticks" '
    FNR == NR { up = $1; next }
    { sub(/^.*\) /, ""); started = $20 / ticks; print "daemon=" (up - started < now - written ? "current" : "older") }
  ' /proc/uptime "/proc/$pid/stat"
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
