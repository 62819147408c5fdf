# Prints what a host is. Every line is "name value"; what a tool that is missing would tell is left out.
# $1 SSH_CONNECTION of this session; empty over a local connection
if [ -r /etc/os-release ]; then
  # shellcheck disable=SC1091 # the host's own file
  (. /etc/os-release; echo "os $ID ${VERSION_ID-}")
fi
echo "kernel $(uname -r)"
echo "memory_kib $(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)"
echo "cpus $(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || grep -c '^processor' /proc/cpuinfo)"
for path in /sys/class/net/*/; do
  nic=${path%/}
  nic=${nic##*/}
  [ -r "${path}mtu" ] || continue
  driver=$(readlink "${path}device/driver" 2>/dev/null) || driver=$(ethtool -i "$nic" 2>/dev/null | sed -n 's/^driver: //p')
  echo "nic $nic $(cat "${path}mtu") $(cat "${path}operstate") ${driver##*/} mac=$(cat "${path}address")"
done
# shellcheck disable=SC2086 # four words, split on purpose
set -- ${1-}
ip -o addr show 2>/dev/null | while read -r _ nic family address _; do
  case $family in inet | inet6) echo "address $nic $address" ;; *) continue ;; esac
  if [ "${address%/*}" = "${3-}" ]; then echo "management_nic $nic"; fi
done
if command -v firewall-cmd >/dev/null 2>&1 && [ "$(firewall-cmd --state 2>/dev/null)" = running ]; then
  echo "firewall firewalld"
elif command -v nft >/dev/null 2>&1; then
  printf 'ruleset %s\n' "$(nft -j list ruleset 2>/dev/null)"
fi
