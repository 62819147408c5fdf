# shellcheck shell=sh disable=SC2154 # sections.sh, which comes before, sets it
# Reads all that a plan needs to know of a host's libvirt and its guests. $1: the folder with the records of unfinished moves.
# $2: the hour of the day (UTC) at which it is asked how guests wrote to their memory before; empty for not at all.
# The list comes first: when the daemon does not answer, nothing else is asked.
ask list - list --all --uuid || {
  answered
  exit 0
}
uuids=$(cat "$scratch/out")
ask active - list --uuid
active=$(cat "$scratch/out")
ask persistent - list --all --persistent --uuid
persistent=$(cat "$scratch/out")
ask autostart - list --all --autostart --uuid
ask snapshots - list --all --with-snapshot --uuid
ask saved - list --all --with-managed-save --uuid
ask checkpoints - list --all --with-checkpoint --uuid
ask version - version --daemon
ask capabilities - capabilities
ask hostname - hostname
ask networks - net-list --name
if ask pools - pool-list --name; then
  cp "$scratch/out" "$scratch/pools"
  while read -r pool; do
    [ -z "$pool" ] || ask pool - pool-dumpxml -- "$pool"
  done <"$scratch/pools"
fi
section meminfo - cat /proc/meminfo
section qemuconf - grep -E '^[[:space:]]*(lock_manager|migrat(ion_port_(min|max)|e_tls_(force|x509_cert_dir)))' /etc/libvirt/qemu.conf
folder=$(sed -n 's/^[[:space:]]*migrate_tls_x509_cert_dir[[:space:]]*=[[:space:]]*"\([^"]*\)".*/\1/p' /etc/libvirt/qemu.conf 2>/dev/null | head -n 1)
section tls - ls "${folder:-/etc/pki/qemu}"
# shellcheck disable=SC2016 # the inner shell expands it
section links - sh -c 'for link in /sys/class/net/*; do
  if [ -d "$link/bridge" ]; then kind=bridge; else kind=link; fi
  read -r mtu <"$link/mtu" 2>/dev/null || mtu=
  echo "$kind ${link##*/} $mtu"
done'
section rdma - ls /sys/class/infiniband
# How much memory the daemon that runs guests may lock, and whether it may raise that limit: what it can let QEMU do.
# shellcheck disable=SC2016 # the inner shell expands it
section memlock - sh -c 'for file in /run/virtqemud.pid /run/libvirtd.pid; do
  pid=$(cat "$file") && grep -hE "^(Max locked memory|CapEff)" "/proc/$pid/limits" "/proc/$pid/status" && break
done 2>/dev/null; true'
# Without both of them libvirt gives no guest a TPM.
section swtpm - sh -c 'command -v swtpm >/dev/null && command -v swtpm_setup >/dev/null || exit 0; swtpm --version | head -n 1'
# Not every driver tells; a veth says 10000.
# shellcheck disable=SC2016 # the inner shell expands it
section speeds - sh -c 'for link in /sys/class/net/*; do
  read -r speed <"$link/speed" && echo "${link##*/} $speed"
done 2>/dev/null; true'
section cpus - cat /sys/devices/system/cpu/online
# How many huge pages of each size (kB) are free; a kernel without them has none.
# shellcheck disable=SC2016 # the inner shell expands it
section hugepages - sh -c 'for size in /sys/kernel/mm/hugepages/hugepages-*kB; do
  read -r free <"$size/free_hugepages" && size=${size##*-} && echo "${size%kB} $free"
done 2>/dev/null; true'
# A guest whose monitor is busy is passed over: nothing hangs on it. Dirty rates are those that QEMU kept of an earlier measurement.
ask domstats - domstats --list-active --nowait --raw --balloon --dirtyrate
section uptime - cat /proc/uptime
qemu_processes

for uuid in $uuids; do
  ask state "$uuid" domstate "$uuid" --reason
  case $active in
    *"$uuid"*)
      # --migratable is the XML libvirt sends to a target: only there is a host-model CPU spelled out.
      ask xml "$uuid" dumpxml "$uuid" --migratable
      # What an image stands on is only in the other one.
      case $(cat "$scratch/out") in *"'qcow2'"*) ask live "$uuid" dumpxml "$uuid" ;; esac
      case $persistent in *"$uuid"*) ask inactive "$uuid" dumpxml "$uuid" --inactive ;; esac
      ;;
    *) ask xml "$uuid" dumpxml "$uuid" ;;
  esac
  ask job "$uuid" domjobinfo "$uuid" --rawstats
done

# All of that hour, and of each guest the last look: it tells how much of its memory is in use.
# shellcheck disable=SC2016 # awk expands it
looks='FNR == 1 { if (last != "") print last; last = ""; whole = $0 == "lmr-samples 1"; count = split(FILENAME, part, "/"); next }
whole && NF == 4 { last = part[count] " " $0; if (substr($2, 2) == hour) { print last; last = "" } }
END { if (last != "") print last }'
for kept in "$1"/samples/*; do
  if [ -n "${2:-}" ] && [ -f "$kept" ]; then
    section samples - awk -v "hour=$2" "$looks" "$1"/samples/*
    break
  fi
done

for record in "$1"/guests/*; do
  if [ -f "$record" ]; then section move "${record##*/}" cat "$record"; fi
done
answered
