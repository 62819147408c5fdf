# shellcheck shell=sh disable=SC2154 # sections.sh, which comes before, sets scratch
# The connections over which a guest's memory comes or goes. $1: UUID. Without more: one a line, "LOCAL PEER", each ADDRESS:PORT.
# $2 LOCAL $3 PEER: ends that one, and only where the guest is in the midst of a post-copy: then nothing is lost by it, and QEMU waits to be taken up again.
port_of() { sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\([0-9][0-9]*\).*/\1/p" /etc/libvirt/qemu.conf 2>/dev/null | head -n 1; }
first=$(port_of migration_port_min)
last=$(port_of migration_port_max)

# Of all of QEMU's connections only those with a port of migrations at one end; an address of four parts may be written as one of six.
links() {
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe" 2>/dev/null) in
      *qemu*)
        if tr '\0' '\n' <"$process/cmdline" 2>/dev/null | grep -qxF -- "$1"; then
          ss -Htnp state established | grep -F "pid=${process#/proc/}," | awk -v first="${first:-49152}" -v last="${last:-49215}" '
            function plain(address) { gsub(/\[::ffff:|\[|\]/, "", address); return address }
            function port(address) { sub(/.*:/, "", address); return address + 0 }
            function fits(address) { return port(address) >= first && port(address) <= last }
            fits($3) || fits($4) { print plain($3), plain($4) }'
        fi
        ;;
    esac
  done
}

links "$1" >"$scratch/links"
if [ $# -lt 3 ]; then
  cat "$scratch/links"
  exit 0
fi
state=$(LC_ALL=C timeout -k 5 20 virsh -q -c qemu:///system domstate "$1" --reason </dev/null) || exit 1
case $state in
  "running (post-copy)" | "paused (post-copy)") ;;
  *)
    echo "the guest is $state here: nothing done" >&2
    exit 75
    ;;
esac
grep -qxF -- "$2 $3" "$scratch/links" || exit 0
ss -K -Htn state established src "$2" dst "$3" >/dev/null
links "$1" >"$scratch/links"
if grep -qxF -- "$2 $3" "$scratch/links"; then
  echo "the connection from $3 cannot be ended: this kernel does not let ss do that (CONFIG_INET_DIAG_DESTROY)" >&2
  exit 1
fi
