# Gives pools of huge pages a number of pages: all of them get theirs, or all keep what they had.
# $1 size of a page in KiB  $2 node, or "all" for the kernel to spread them  $3 pages  $4 node …
sys=${LMR_SYS:-/sys}
proc=${LMR_PROC:-/proc}
one=hugepages-${1}kB
shift
file_of() {
  case $1 in
    all) echo "$sys/kernel/mm/hugepages/$one/nr_hugepages" ;;
    *) echo "$sys/devices/system/node/node$1/hugepages/$one/nr_hugepages" ;;
  esac
}
# The kernel gives what it finds in one piece and says nothing: only reading tells.
set_to() {
  for try in 1 2 3; do
    echo "$2" >"$1" || return
    got=$(cat "$1") && [ "$got" = "$2" ] && return
    [ "$try" = 3 ] || (echo 1 >"$proc/sys/vm/compact_memory") 2>/dev/null
  done
  return 1
}
before=
while [ $# -ge 2 ]; do
  file=$(file_of "$1")
  before="$file $(cat "$file") $before"
  if ! set_to "$file" "$2"; then
    echo "of $2 pages ($one) for node $1 the kernel gave $got: free memory is in pieces, or pages are in use" >&2
    # shellcheck disable=SC2086 # paths without spaces and numbers, split on purpose
    set -- $before
    while [ $# -ge 2 ]; do
      echo "$2" >"$1"
      shift 2
    done
    exit 1
  fi
  shift 2
done
