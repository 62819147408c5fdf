# Takes an address from an interface, and no other with it: where it is the first of its network, the kernel would take the rest along.
# $1 interface  $2 address with prefix
keep=/proc/sys/net/ipv4/conf/$1/promote_secondaries
was=$(cat "$keep" 2>/dev/null)
if [ "$was" = 0 ]; then echo 1 >"$keep" || exit; fi
ip addr del "$2" dev "$1"
code=$?
if [ "$was" = 0 ]; then echo 0 >"$keep"; fi
exit "$code"
