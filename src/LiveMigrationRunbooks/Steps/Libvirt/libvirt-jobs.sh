# Prints the libvirt daemon that runs guests, the other daemons that run beside it, and each active guest with a job:
# "job UUID TYPE OPERATION". libvirt-daemons.sh stands above.
for daemon in virtqemud libvirtd none; do
  lmr_runs "$daemon" && break
done
echo "daemon=$daemon"
for other in libvirtd virtproxyd virtnetworkd virtstoraged virtsecretd virtnodedevd virtinterfaced virtnwfilterd virtlogd virtlockd; do
  [ "$other" != "$daemon" ] && lmr_runs "$other" && echo "beside=$other"
done
[ "$daemon" = none ] && exit 0
guests=$(timeout 20 virsh -c qemu:///system list --uuid) || exit
for guest in $guests; do
  # The target of a migration does not tell: "statistics are available only on the source host". No answer counts as a job.
  if ! told=$(timeout 10 virsh -c qemu:///system domjobinfo "$guest" 2>&1); then
    echo "job $guest Unknown $(printf '%s\n' "$told" | sed -n 's/^error: //p' | tail -n 1)"
    continue
  fi
  printf '%s\n' "$told" | awk -v guest="$guest" '
    /^Job type:/ { type = $3 }
    /^Operation:/ { sub(/^Operation:[ \t]*/, ""); operation = $0 }
    END { if (type != "None") print "job " guest " " type " " operation }
  '
done
