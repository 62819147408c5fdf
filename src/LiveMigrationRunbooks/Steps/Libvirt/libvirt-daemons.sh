# Functions about libvirt's daemons, for the texts that stand below.
# lmr_runs DAEMON: whether it runs; leaves its process in lmr_pid.
lmr_runs() { lmr_pid=$(cat "/run/$1.pid" 2>/dev/null) && [ "$(cat "/proc/$lmr_pid/comm" 2>/dev/null)" = "$1" ]; }
# lmr_older DAEMON FILE: whether the daemon, whose process is lmr_pid, was started before the file was written.
lmr_older() {
  [ -e "$2" ] || return 1
  # The time of the inode's last change: a rollback puts the old modification time back. The age of the process is counted from now,
  # so that steps of the clock since its start do not matter.
  lmr_written=$(stat -L -c %.Z -- "$2" 2>/dev/null) || lmr_written=$(stat -L -c %Z -- "$2") || return 2
  lmr_ticks=$(getconf CLK_TCK 2>/dev/null) || lmr_ticks=100
  # These two run themselves anew when they are reloaded, in the process that they are; systemd knows when that was.
  case $1 in
    virtlogd | virtlockd) lmr_again=$(systemctl show --property=StateChangeTimestampMonotonic --value -- "$1.service" 2>/dev/null) ;;
    *) lmr_again=0 ;;
  esac
  awk -v now="$(date +%s.%N)" -v written="$lmr_written" -v ticks="$lmr_ticks" -v again="${lmr_again:-0}" '
    FNR == NR { up = $1; next }
    { sub(/^.*\) /, ""); started = $20 / ticks; if (again / 1000000 > started) started = again / 1000000; exit !(up - started >= now - written) }
  ' /proc/uptime "/proc/$lmr_pid/stat"
}
