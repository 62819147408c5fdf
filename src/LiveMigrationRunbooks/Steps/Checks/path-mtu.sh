# Sends packets that may not be split to each address and says what came back: "ADDRESS full|usual|none|local".
# $1 mtu  $2 size that any path carries  $3 … addresses
mtu=$1 usual=$2
shift 2
ask() {
  case $1 in
    *:*) head=48 family=-6 ;;
    *) head=28 family=-4 ;;
  esac
  ping "$family" -n -M "do" -s "$(($2 - head))" -c 2 -W 1 "$1" 2>&1
}
for address; do
  (
    if told=$(ask "$address" "$mtu"); then
      echo "$address full"
    elif case $told in *"essage too long"*) true ;; *) false ;; esac then
      echo "$address local $(printf '%s\n' "$told" | sed -n 's/.*mtu[=:] *\([0-9]*\).*/\1/p' | head -n 1)"
    elif ask "$address" "$usual" >/dev/null; then
      echo "$address usual"
    else
      echo "$address none"
    fi
  ) &
done
wait
