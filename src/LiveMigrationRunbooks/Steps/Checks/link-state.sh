# Tells how a link is. Every line is "name value"; what the kernel does not tell is left out.
# $1 interface  $2 seconds between two readings of what was dropped, or 0 for none  $3 "log" for what the kernel's log says of the last hour
nic=$1
sys=/sys/class/net/$nic
if [ ! -e "$sys" ]; then echo "absent $nic"; exit 0; fi
told() { value=$(cat "$sys/$2" 2>/dev/null) && echo "$1 $value"; }
drops() { for name in rx_over_errors rx_missed_errors rx_fifo_errors; do told "$1 $name" "statistics/$name"; done; }
# Several drivers count a full ring under names of their own only.
own() {
  ethtool -S "$nic" 2>/dev/null | sed -n "s/^ *\(rx_no_buffer_count\|rx_out_of_buffer\|rx_no_dma_resources\|rx_discards_phy\|rx_missed\): *\([0-9]*\)\$/$1 \1 \2/p"
}
told state operstate
told carrier carrier
told speed speed
told duplex duplex
told changes carrier_changes
if [ -r "/proc/net/bonding/$nic" ]; then sed 's/^/bond /' "/proc/net/bonding/$nic"; fi
if [ "$2" -gt 0 ]; then
  drops first; own first
  sleep "$2"
  drops second; own second
fi
[ "$3" = log ] || exit 0
# The kernel's own clock in the buffer, the journal where the buffer has been overwritten since.
up=$(cut -d. -f1 /proc/uptime)
lines() { NIC=$nic awk 'index($0, ENVIRON["NIC"]) && tolower($0) ~ /link/ && tolower($0) ~ /down|up/ { print "log " $0 }'; }
if [ -n "$(journalctl -k -q -n 1 2>/dev/null)" ]; then
  echo "kernel yes"
  journalctl -k -q --no-pager -o short-iso --since "-1 hour" 2>/dev/null | lines
elif [ -n "$(dmesg 2>/dev/null | tail -n 1)" ]; then
  echo "kernel yes"
  dmesg | awk -v since="$((up - 3600))" '{ at = $0; sub(/^[^[]*\[ */, "", at); if (at + 0 >= since) print }' | lines
fi
