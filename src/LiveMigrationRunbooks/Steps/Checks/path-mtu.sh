# Sends packets that may not be split to each address and says what came back, a line each, "-" for what is not known:
# ADDRESS full|less|none|local|tool SIZE DEVICE MTU ROUTER
#   less: SIZE arrives; local: this host's own interface carries only SIZE; tool: ping cannot do it.
# $1 size  $2 size that any path carries  $3 … addresses
mtu=$1 usual=$2
shift 2
# ask ADDRESS SIZE
ask() {
  case $1 in
    *:*) head=48 family=-6 ;;
    *) head=28 family=-4 ;;
  esac
  ping "$family" -n -M "do" -s "$(($2 - head))" -c 2 -i 0.2 -W 1 "$1" 2>&1
}
# The largest size between one that arrives and one that does not, or what is known of it when time runs out. What fails costs a second, so the likely answer is tried first:
# a switch lets a little more pass than it is set to, for tags.
largest() {
  low=$2 high=$3 until=$(($(date +%s) + 10))
  if [ "$((high - low))" -gt 64 ] && ! ask "$1" "$((low + 64))" >/dev/null; then high=$((low + 1)); fi
  while [ "$((high - low))" -gt 1 ] && [ "$(date +%s)" -lt "$until" ]; do
    middle=$(((low + high) / 2))
    if ask "$1" "$middle" >/dev/null; then low=$middle; else high=$middle; fi
  done
  echo "$low"
}
tell() {
  address=$1
  if told=$(ask "$address" "$mtu"); then
    echo "$address full - - - -"
    return
  fi
  device=$(ip -o route get "$address" 2>/dev/null | sed -n 's/.* dev \([^ ]*\) .*/\1/p')
  carries=$(cat "/sys/class/net/$device/mtu" 2>/dev/null)
  where="${device:--} ${carries:--}"
  size=$(printf '%s\n' "$told" | sed -n 's/.*mtu[=:] *\([0-9]*\).*/\1/p; s/.*(mtu = \([0-9]*\)).*/\1/p' | head -n 1)
  router=$(printf '%s\n' "$told" | sed -n 's/^From \([^ ]*\) .*\(Frag needed\|too big\).*/\1/p' | head -n 1)
  case $router:$told in
    *"nvalid option"* | *"nrecognized option"* | *"not found"* | *"sage:"*) echo "$address tool - $where -" ;;
    [0-9a-f]*) echo "$address less ${size:--} $where $router" ;;
    *"essage too long"*)
      # The kernel remembers what a router once said, and then the host itself refuses what its interface could send.
      if [ -n "$carries" ] && [ "$carries" -ge "$mtu" ]; then echo "$address less ${size:--} $where -"; else echo "$address local ${size:--} $where -"; fi
      ;;
    *)
      if ask "$address" "$usual" >/dev/null; then
        echo "$address less $(largest "$address" "$usual" "$mtu") $where -"
      else
        echo "$address none - $where -"
      fi
      ;;
  esac
}
for address; do
  tell "$address" &
done
wait
