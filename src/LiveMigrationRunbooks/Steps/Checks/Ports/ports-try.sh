# Connects to ports of other hosts and tells how each ended: "ADDRESS PORT open|refused|rejected|dropped".
# On standard input "ADDRESS PORT PORT …", a line for each host.
command -v bash >/dev/null 2>&1 || { echo "missing bash"; exit 0; }
# bash tells the kernel's reason. All ports of a host at once: what is dropped takes as long as we wait.
# shellcheck disable=SC2016 # the inner shell expands it
try='address=$1; shift; for port; do (
  said=$( (exec 3<>"/dev/tcp/$address/$port") 2>&1 )
  case $said in
    "") echo "$address $port open" ;;
    *refused*) echo "$address $port refused" ;;
    *"timed out"*) echo "$address $port dropped" ;;
    *) echo "$address $port rejected" ;;
  esac ) & done; wait'
while read -r address ports; do
  # shellcheck disable=SC2086 # words, split on purpose
  timeout 8 bash -c "$try" try "$address" $ports </dev/null 2>/dev/null &
done
wait
echo end
