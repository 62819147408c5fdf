# Takes a rule out of a chain, as often as it is there; one that is gone already is no error.
# $1 iptables or ip6tables  $2 chain  $3 … the rule
tool=$1
shift
while "$tool" -w -C "$@" 2>/dev/null; do "$tool" -w -D "$@" || exit; done
