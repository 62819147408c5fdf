# Makes NetworkManager take keyfiles over as they are now, without taking a link down. An interface that it does not hold itself it leaves
# as it is until the next boot, so that there is nothing to do then.
# $1 keyfile  $2 interface (empty: is not touched), and so on
while [ $# -ge 2 ]; do
  if [ -f "$1" ]; then nmcli connection load "$1" >/dev/null || exit; else nmcli connection reload || exit; fi
  [ -z "$2" ] || case $(nmcli -g GENERAL.STATE device show "$2" 2>/dev/null) in
    *external*) ;;
    100*) nmcli -w 20 device reapply "$2" >/dev/null || exit ;;
  esac
  shift 2
done
