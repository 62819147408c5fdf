# Prints what a host is. Every line is "name value"; what a tool that is missing would tell is left out.
# $1 SSH_CONNECTION of this session; empty over a local connection  $2 … programs to look for
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
  kind=$(sed -n 's/^DEVTYPE=//p' "${path}uevent")
  [ -e "${path}tun_flags" ] && kind=tun
  [ -n "$kind" ] && echo "kind $nic $kind"
  master=$(readlink "${path}master") && echo "master $nic ${master##*/}"
  for below in "${path}"lower_*; do [ ! -e "$below" ] || echo "below $nic ${below##*/lower_}"; done
done
ssh_connection=${1-}
shift
[ -d /run/systemd/system ] || echo "missing systemd"
for program; do command -v "$program" >/dev/null 2>&1 || echo "missing $program"; done
# Where settings are kept. Some of these may not be there.
set --
for path in / /boot /etc /etc/default /etc/systemd /etc/sysctl.d /usr/local /var/lib /var/lib/lmr; do
  [ -d "$path" ] && set -- "$@" "$path"
done
# Whether it is writable says the kernel's table: a bind mount can be read-only where its file system is not. The last line for a place is on top.
df -Pk "$@" 2>/dev/null | PATHS="$*" awk '
  BEGIN { split(ENVIRON["PATHS"], path, " ") }
  FNR == NR { mode[$5] = ($6 ~ /^ro(,|$)/) ? "ro" : "rw"; next }
  FNR > 1 { print "mount " mode[$6] " " $4 " " path[FNR - 1] }
' /proc/self/mountinfo -
# Network storage by the port of the other side: NFS, iSCSI, NVMe over TCP, NBD, Ceph. Migrations by libvirt's default ports, where QEMU has them.
ss -Htnp state established 2>/dev/null | awk '
  function port(text) { sub(/.*:/, "", text); return text + 0 }
  function address(text) { sub(/:[0-9]*$/, "", text); gsub(/[][]/, "", text); sub(/^::ffff:/, "", text); sub(/%.*/, "", text); return text }
  { here = port($3); there = port($4) }
  there == 2049 || there == 3260 || there == 4420 || there == 10809 || there == 3300 || (there >= 6789 && there <= 7300) { print "storage " address($3) }
  /qemu/ && ((here >= 49152 && here <= 49215) || (there >= 49152 && there <= 49215)) { print "migration " address($3) }
' | sort -u
# shellcheck disable=SC2086 # four words, split on purpose
set -- $ssh_connection
if [ $# = 4 ]; then echo "ssh_session $1 $3 $4"; fi
# Bounded, because a shell reads what has no line one byte at a time.
ip -o addr show 2>/dev/null | head -c 1048576 | while read -r _ nic family address _; do
  case $family in inet | inet6) echo "address $nic $address" ;; *) continue ;; esac
  if [ "${address%/*}" = "${3-}" ]; then echo "management_nic $nic"; fi
done
