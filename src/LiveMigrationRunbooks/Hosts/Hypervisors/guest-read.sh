# shellcheck shell=sh
# Reads one guest, lightly, for the eyes that watch a move. $1: UUID.
# A migration that still waits for its connection (a firewall that drops) holds the monitor, and domjobinfo hangs until it gives up.
# shellcheck disable=SC2034 # section reads it
limit=6
ask list - list --all --uuid || {
  answered
  exit 0
}
ask persistent - list --all --persistent --uuid
ask autostart - list --all --autostart --uuid
ask state "$1" domstate "$1" --reason
ask job "$1" domjobinfo "$1" --rawstats
qemu_processes
answered
