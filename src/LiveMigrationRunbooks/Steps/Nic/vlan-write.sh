# Makes a VLAN what it shall be; one with another parent or tag is made anew, because neither can be changed.
# $1 interface  $2 parent  $3 tag  $4 mtu (empty: left to the kernel)  $5 up or down
tagged() { ip -d link show dev "$1" 2>/dev/null | grep -q " $1@$2: .*" && ip -d link show dev "$1" | grep -q "vlan protocol 802.1Q id $3 "; }
if [ -e "/sys/class/net/$1" ] && ! tagged "$1" "$2" "$3"; then ip link del dev "$1" || exit; fi
if [ ! -e "/sys/class/net/$1" ]; then ip link add link "$2" name "$1" type vlan id "$3" || exit; fi
if [ -n "$4" ]; then ip link set dev "$1" mtu "$4" || exit; fi
ip link set dev "$1" "$5"
