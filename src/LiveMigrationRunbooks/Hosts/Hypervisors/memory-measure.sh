# shellcheck shell=sh
# Measures how guests write to their memory, in windows of so many seconds each ($1, a list). The other arguments are UUIDs.
# Never by the mode that logs pages: of a guest that QEMU emulates it ends the process (seen on QEMU 7.2).
statistics() {
  LC_ALL=C timeout -k 5 20 virsh -q -c qemu:///system domstats --list-active --nowait --raw --dirtyrate </dev/null
}

# window NUMBER SECONDS UUID…  All guests side by side; a busy host may take longer, but not for ever.
window() {
  window_number=$1
  window_seconds=$2
  shift 2
  for uuid in "$@"; do
    ask calc "$uuid/$window_number" domdirtyrate-calc "$uuid" --seconds "$window_seconds" --mode page-sampling
  done
  sleep "$window_seconds"
  window_left=15
  while [ "$window_left" -gt 0 ] && statistics 2>/dev/null | grep -q 'calc_status=1'; do
    window_left=$((window_left - 1))
    sleep 1
  done
  section window "$window_number" virsh -q -c qemu:///system domstats --list-active --nowait --raw --dirtyrate
}

# The guest's memory is the mapping of exactly its size; what the kernel has put behind it is in use. KiB.
# shellcheck disable=SC2016 # awk expands it
touched='$1 == "Size:" { size = $2 } $1 == "Rss:" && size == memory { sum += $2 } END { print sum + 0 }'
touched_by() {
  for process in /proc/[0-9]*/cmdline; do
    case $(readlink "${process%/cmdline}/exe" 2>/dev/null) in *qemu*) ;; *) continue ;; esac
    [ "$(tr '\0' '\n' <"$process" 2>/dev/null | awk 'named { print; exit } $0 == "-uuid" { named = 1 }')" = "$1" ] || continue
    memory=$(LC_ALL=C timeout -k 5 20 virsh -q -c qemu:///system dominfo "$1" </dev/null | awk '$1 == "Max" { print $3 }')
    section touched "$1" awk -v "memory=$memory" "$touched" "${process%/cmdline}/smaps"
  done
}

windows=$1
shift
number=0
for seconds in $windows; do
  number=$((number + 1))
  window "$number" "$seconds" "$@"
done
for uuid in "$@"; do touched_by "$uuid"; done
ask domstats - domstats --list-active --nowait --raw --balloon
section uptime - cat /proc/uptime
answered
