# Gives an interface an address and waits until the kernel has made sure that nobody else on the link has it.
# $1 interface  $2 address with prefix
case $2 in
  *:*) ip addr add "$2" dev "$1" || exit ;;
  */31 | */32) ip addr add "$2" dev "$1" || exit ;;
  *) ip addr add "$2" broadcast + dev "$1" || exit ;;
esac
ip link set dev "$1" up || exit
case $2 in *:*) ;; *) exit 0 ;; esac
# Without a carrier nobody can be asked, and the address stays tentative for as long.
tries=0
while [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ] && [ "$tries" -lt 5 ]; do
  if [ -n "$(ip -6 addr show dev "$1" to "${2%/*}" dadfailed)" ]; then
    ip addr del "$2" dev "$1"
    echo "another machine on the link of $1 has ${2%/*}" >&2
    exit 1
  fi
  [ -n "$(ip -6 addr show dev "$1" to "${2%/*}" tentative)" ] || exit 0
  tries=$((tries + 1))
  sleep 1
done
