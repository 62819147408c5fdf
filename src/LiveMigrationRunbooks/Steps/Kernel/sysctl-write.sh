# Writes kernel keys. `sysctl -w` of procps leaves with 0 where the kernel refuses a value, so the write is our own.
# $1 key as a path under /proc/sys  $2 value  $3 key …
while [ $# -ge 2 ]; do
  if ! printf '%s\n' "$2" >"/proc/sys/$1"; then
    echo "the kernel refuses $1 = $2" >&2
    exit 1
  fi
  shift 2
done
