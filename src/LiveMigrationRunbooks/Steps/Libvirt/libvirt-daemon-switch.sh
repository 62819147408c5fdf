# Stops units of libvirt's daemons, starts others, and waits until libvirt answers. Guests keep running: each that was there must be listed.
# Put after libvirt-daemons.sh, and libvirt-jobs.sh as a function, so that what was planned is looked at again: exit 75 = not now.
# $1 seconds to wait, then any number of pairs: "-" UNIT to stop, "+" UNIT to start
limit=$1
shift
stop="" sockets="" services=""
while [ $# -ge 2 ]; do
  case $1$2 in
    -*) stop="$stop $2" ;;
    +*.socket) sockets="$sockets $2" ;;
    *) services="$services $2" ;;
  esac
  shift 2
done
# Guests as the daemon keeps them, which can be read when it does not answer: a switch that went half-way must have a way back.
guests=""
for kept in /run/libvirt/qemu/*.xml; do
  kill -0 "$(cat "${kept%.xml}.pid" 2>/dev/null)" 2>/dev/null || continue
  guests="$guests $(sed -n 's/.*<uuid>\(.*\)<\/uuid>.*/\1/p' "$kept" | head -n 1)"
  if grep '<job ' "$kept" | grep -qv "async='none'"; then
    echo "guest ${kept##*/} has a job that a restart would break" >&2
    exit 75
  fi
done
if found=$(jobs_now); then
  job=$(printf '%s\n' "$found" | sed -n 's/^job //p' | head -n 1)
  if [ -n "$job" ]; then
    echo "a guest has a job that a restart would break: $job" >&2
    exit 75
  fi
fi
since=$(date +%s)
fails() {
  echo "$1" >&2
  for unit in $sockets $services; do
    journalctl --no-pager --quiet --output=cat --unit="$unit" --since="@$since" 2>/dev/null | tail -n 4 | cut -c 1-300 >&2
  done
  exit 1
}
# shellcheck disable=SC2086 # names of units hold no spaces
systemctl_each() { # VERB UNITS
  [ -z "$2" ] || timeout "$limit" systemctl "$1" -- $2
}
systemctl_each stop "$stop" || fails "not all of$stop could be stopped"
# A client that calls on the first socket starts the daemon before the others are open, and then they cannot be.
try=1
# shellcheck disable=SC2086
until systemctl reset-failed -- $sockets $services 2>/dev/null; systemctl_each start "$sockets"; do
  [ "$try" -lt 5 ] || fails "not all of$sockets could be opened"
  try=$((try + 1))
  daemons=""
  for unit in $sockets; do daemon=${unit%.socket} && daemons="$daemons ${daemon%%-*}.service"; done
  systemctl_each stop "$daemons$sockets"
done
systemctl_each start "$services" || fails "not all of$services could be started"
[ -n "$sockets$services" ] || exit 0
deadline=$(($(date +%s) + limit))
until timeout 5 virsh -c qemu:///system version --daemon >/dev/null 2>&1; do
  [ "$(date +%s)" -lt "$deadline" ] || fails "libvirt does not answer $limit s after its daemons were started"
  sleep 0.2
done
after=$(timeout 20 virsh -c qemu:///system list --uuid) || exit
for guest in $guests; do
  case $after in *"$guest"*) ;; *) echo "guest $guest was active before and is not now" >&2; exit 1 ;; esac
done
