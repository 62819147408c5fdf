# Listens on the free ones of a range of ports for some seconds, and tells which: "range FIRST LAST", "listens PORT", "busy PORT", or "missing PROGRAM".
# A port that somebody else has is left alone: a connection to it could be taken for a guest that arrives.
# $1 address to listen on  $2 first and $3 last port; empty for those of libvirt  $4 seconds
address=$1 first=$2 last=$3 seconds=$4
[ -n "$address" ] || exit 0
# Of a key that stands twice libvirt takes the first.
setting() { sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\([0-9]*\).*/\1/p" /etc/libvirt/qemu.conf 2>/dev/null | head -n 1; }
if [ -z "$first" ]; then
  first=$(setting migration_port_min)
  last=$(setting migration_port_max)
fi
echo "range ${first:=49152} ${last:=49215}"
for program in ss systemd-socket-activate setsid timeout; do
  command -v "$program" >/dev/null 2>&1 || { echo "missing $program"; exit 0; }
done
case $address in *:*) written="[$address]" ;; *) written=$address ;; esac
# An earlier question of ours may still be open.
stop_listening
taken() { ss -Htln | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u; }
busy=$(taken)
set --
listens=
port=$first
while [ "$port" -le "$last" ]; do
  case "
$busy
" in
    *"
$port
"*) echo "busy $port" ;;
    *)
      set -- "$@" -l "$written:$port"
      listens="$listens $port"
      ;;
  esac
  port=$((port + 1))
done
[ -n "$listens" ] || exit 0
# One process for all of them. It ends by itself, also when nobody comes back.
setsid timeout "$seconds" systemd-socket-activate --accept --inetd "$@" true lmr-check-port </dev/null >/dev/null 2>&1 &
tries=0
until now=$(ss -Htln | awk -v prefix="$written:" 'index($4, prefix) == 1 { sub(/.*:/, "", $4); print $4 }') && printf '%s\n' "$now" | grep -qx "${listens##* }" || [ "$tries" -ge 50 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
for port in $listens; do
  case "
$now
" in *"
$port
"*) echo "listens $port" ;; *) echo "silent $port" ;; esac
done
