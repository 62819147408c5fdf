# Gives each of an interface's queues a queueing discipline of its own, below an mq at the root.
# $1 interface  $2 discipline
tc qdisc replace dev "$1" root handle 1: mq || exit
for queue in /sys/class/net/"$1"/queues/tx-*; do
  tc qdisc replace dev "$1" parent "1:$(printf %x "$((${queue##*-} + 1))")" "$2" || exit
done
