# Restarts the libvirt daemon that runs guests, and those beside it whose files have changed since they loaded them, and waits until libvirt
# answers. Guests keep running: each that was active must be listed again.
# Put after libvirt-daemons.sh, and libvirt-jobs.sh as a function, so that what was planned is looked at again: exit 75 = not now.
# $1 seconds to wait
if ! found=$(jobs_now); then
  echo "libvirt does not answer, so nobody knows whether a guest is moving" >&2
  exit 75
fi
job=$(printf '%s\n' "$found" | sed -n 's/^job //p' | head -n 1)
if [ -n "$job" ]; then
  echo "a guest has a job that a restart would break: $job" >&2
  exit 75
fi
# Whether a daemon has not loaded one of its files: settings, what systemd starts it with, and what virtproxyd proves who it is with.
stale() {
  lmr_runs "$1" || return 1
  set -- "$1" "/etc/libvirt/$1.conf" "/etc/default/$1" "/etc/sysconfig/$1"
  case $1 in
    virtnetworkd) set -- "$@" /etc/libvirt/network.conf ;;
    virtproxyd) set -- "$@" /etc/pki/CA/cacert.pem /etc/pki/CA/cacrl.pem /etc/pki/libvirt/servercert.pem /etc/pki/libvirt/private/serverkey.pem ;;
  esac
  # shellcheck disable=SC2046 # paths of units hold no spaces
  set -- "$@" $(systemctl show --property=FragmentPath,DropInPaths --value -- "$1.service" 2>/dev/null)
  stale_daemon=$1
  shift
  for stale_file in "$@"; do
    lmr_older "$stale_daemon" "$stale_file" && return
  done
  return 1
}
daemon=$(printf '%s\n' "$found" | sed -n 's/^daemon=//p')
also=""
for other in $(printf '%s\n' "$found" | sed -n 's/^beside=//p'); do
  stale "$other" || continue
  # These two hold logs and locks of guests that run, and take them along when they run themselves anew.
  case $other in virtlogd | virtlockd) verb=reload ;; *) verb=restart ;; esac
  systemctl "$verb" "$other.service" || exit
  also="$also, $other ${verb}ed"
done
if [ "$daemon" = none ]; then
  echo "no libvirt daemon runs guests; it loads its files when it starts$also"
  exit 0
fi
before=$(timeout 20 virsh -c qemu:///system list --uuid) || exit 75
systemctl restart "$daemon.service" || exit
deadline=$(($(date +%s) + $1))
until timeout 5 virsh -c qemu:///system version --daemon >/dev/null 2>&1; do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "$daemon does not answer $1 s after its restart" >&2
    exit 1
  fi
  sleep 0.2
done
after=$(timeout 20 virsh -c qemu:///system list --uuid) || exit
for guest in $before; do
  case $after in *"$guest"*) ;; *) echo "guest $guest was active before the restart and is not now" >&2; exit 1 ;; esac
done
echo "$daemon restarted$also"
