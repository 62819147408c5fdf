# Makes a bond what it shall be with the least disturbance: options that need it down take it down for a moment, another mode empties it too.
# Interfaces that leave it come back as they were: the kernel gives them their own MAC address and MTU again.
# $1 interface  $2 "gone" or how it shall stand: up or down  $3 members, parted by spaces  $4 interfaces to leave down, the same way
# $5 mtu (empty: as it is)  $6... options as `ip link … type bond` takes them
bond=$1 stands=$2 members=$3 down=$4 mtu=$5
shift 5
folder=/sys/class/net/$bond/bonding
release() {
  for nic in "$@"; do
    ip link set dev "$nic" nomaster || exit
    # networkd switches a member's own IPv6 address off and leaves it so. By netlink the kernel makes it when the link comes up, and not before.
    ipv6=/proc/sys/net/ipv6/conf
    if [ "$(cat "$ipv6/$nic/addr_gen_mode" "$ipv6/default/addr_gen_mode" 2>/dev/null | tr '\n' ' ')" = '1 0 ' ]; then ip link set dev "$nic" addrgenmode eui64 || exit; fi
    case " $down " in *" $nic "*) ip link set dev "$nic" down || exit ;; *) ip link set dev "$nic" up || exit ;; esac
  done
}
inside() { cat "$folder/slaves" 2>/dev/null; }
if [ "$stands" = gone ]; then
  # shellcheck disable=SC2046 # one word a member
  release $(inside)
  ip link del dev "$bond"
  exit
fi
if [ ! -e "/sys/class/net/$bond" ]; then
  ip link add name "$bond" type bond "$@" || exit
else
  was=
  while [ $# -ge 2 ]; do
    is=$(cut -d ' ' -f 1 "$folder/$1") || exit
    if [ "$is" != "$2" ]; then
      case $1 in
        mode) was=$(inside)
          # shellcheck disable=SC2086 # one word a member
          ip link set dev "$bond" down && for nic in $was; do ip link set dev "$nic" nomaster || exit; done ;;
        lacp_rate) ip link set dev "$bond" down ;;
      esac || exit
      ip link set dev "$bond" type bond "$1" "$2" || exit
    fi
    shift 2
  done
fi
for nic in $(inside); do
  case " $members " in *" $nic "*) ;; *) release "$nic" ;; esac
done
if [ -n "$mtu" ]; then ip link set dev "$bond" mtu "$mtu" || exit; fi
for nic in $members; do
  case " $(inside) " in *" $nic "*) continue ;; esac
  # The kernel takes no member that is up.
  ip link set dev "$nic" down && ip link set dev "$nic" master "$bond" || exit
done
ip link set dev "$bond" "$stands"
