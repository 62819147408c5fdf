# Restarts the libvirt daemon that runs and waits until it answers. Guests keep running: each that was active must be listed again.
# Put after libvirt-jobs.sh in a subshell of its own, so that what was planned is looked at again: exit 75 = not now.
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
daemon=$(printf '%s\n' "$found" | sed -n 's/^daemon=//p')
if [ "$daemon" = none ]; then
  echo "no libvirt daemon runs; it loads its files when it starts"
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
echo "$daemon restarted"
