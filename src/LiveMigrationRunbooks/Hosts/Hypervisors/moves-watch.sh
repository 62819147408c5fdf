# shellcheck shell=sh
# Looks at moves that go on, with one virsh a guest: the eyes that watch must not cost what they watch.
# $1: seconds to wait, at most, until one of them has ended; then for each move RUN/BATCH of its job and the guest's UUID.
# A migration that still waits for its connection (a firewall that drops) holds the monitor, and domjobinfo hangs until it gives up.
# shellcheck disable=SC2034 # section reads it
limit=6
seconds=$1
shift

goes_on() { [ ! -e "$LMR_ROOT/runs/$1/rc" ] && [ -e "$LMR_ROOT/runs/$1/alive" ] && ! flock -s -n "$LMR_ROOT/runs/$1/alive" true; }

one_has_ended() {
  while [ $# -gt 1 ]; do
    [ ! -e "$LMR_ROOT/runs/$1/rc" ] || return 0
    shift 2
  done
  return 1
}

going=
if [ $# -eq 2 ]; then
  if [ "$seconds" != 0 ] && [ ! -e "$LMR_ROOT/runs/$1/rc" ] && [ -e "$LMR_ROOT/runs/$1/alive" ]; then
    flock -s -w "$seconds" "$LMR_ROOT/runs/$1/alive" true
    # Whoever waited in vain knows already that it goes on.
    [ $? -ne 1 ] || going=$1
  fi
else
  looks=$((seconds * 5))
  while [ "$looks" -gt 0 ] && ! one_has_ended "$@"; do
    sleep 0.2
    looks=$((looks - 1))
  done
fi

while [ $# -gt 1 ]; do
  if [ "$1" = "$going" ] || goes_on "$1"; then
    section move "$2" virsh -q -c qemu:///system "domstate $2 --reason; domjobinfo $2 --rawstats"
  else
    section ended "$2" true
  fi
  shift 2
done
answered
