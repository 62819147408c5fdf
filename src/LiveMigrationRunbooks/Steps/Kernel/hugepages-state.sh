# Prints the pools of huge pages, the memory that they could grow into, and what the next boot will make of them.
# $1 size of a page in KiB  $2 lmr's unit  $3 the link that starts it at boot
sys=${LMR_SYS:-/sys}
one=hugepages-${1}kB
say() { # FILE NAME: a number, or 0
  if [ -r "$1/$2" ]; then cat "$1/$2"; else echo 0; fi
}
for pool in "$sys"/kernel/mm/hugepages/hugepages-*; do
  [ -d "$pool" ] || continue
  kib=${pool##*-}
  echo "size ${kib%kB}"
done
pool=$sys/kernel/mm/hugepages/$one
if [ -d "$pool" ]; then
  # Opened, not written: a container sees the pools of the machine and cannot change them.
  if (: >>"$pool/nr_hugepages") 2>/dev/null; then echo "writable yes"; else echo "writable no"; fi
  echo "pool all $(say "$pool" nr_hugepages) $(say "$pool" free_hugepages) $(say "$pool" surplus_hugepages) $(say "$pool" resv_hugepages)"
fi
for node in "$sys"/devices/system/node/node[0-9]*; do
  [ -d "$node" ] || continue
  number=${node##*node}
  pool=$node/hugepages/$one
  [ ! -d "$pool" ] || echo "pool $number $(say "$pool" nr_hugepages) $(say "$pool" free_hugepages) $(say "$pool" surplus_hugepages) 0"
  awk -v node="$number" '
    $3 == "MemFree:" || $3 == "Active(file):" || $3 == "Inactive(file):" || $3 == "SReclaimable:" { kib += $4 }
    END { printf "memory %s %.0f\n", node, kib }' "$node/meminfo"
done
sed -n 's/^MemAvailable: *\([0-9]*\) kB/memory all \1/p; s/^Hugepagesize: *\([0-9]*\) kB/default \1/p' /proc/meminfo
echo "cmdline $(tr '\n' ' ' </proc/cmdline)"
if [ -d /run/systemd/system ]; then echo "systemd yes"; else echo "systemd no"; fi
if [ -h "$3" ] && [ -f "$2" ]; then sed -n 's/^ExecStart=/boot /p' "$2"; fi
