# Changes a link's settings, and waits for the link to come back: whoever comes next would find it down, and with no speed.
# $1 interface  $2 -s or -A  $3 … words for ethtool
nic=$1 what=$2
shift 2
carrier() { [ "$(cat "/sys/class/net/$nic/carrier" 2>/dev/null)" = 1 ]; }
if carrier; then had=yes; else had=no; fi
ethtool "$what" "$nic" "$@" || exit
[ "$had" = yes ] || exit 0
# A driver may take the link down only a moment after it has answered.
sleep 1
tries=0
until carrier; do
  tries=$((tries + 1))
  if [ "$tries" -gt 20 ]; then
    echo "$nic had a link before, and has none with these settings: the other end does not have them" >&2
    exit 1
  fi
  sleep 1
done
