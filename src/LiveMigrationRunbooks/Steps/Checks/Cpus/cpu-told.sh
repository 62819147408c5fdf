# Tells what this host can give guests of a processor, and what its running guests have of it. XML stands there in base64, in one line:
# "host VIRTTYPE BASE64", "guest BASE64". Exits with virsh's code where libvirt does not answer.
ask() { LC_ALL=C timeout -k 2 20 virsh -q -c qemu:///system "$@" </dev/null; }
virt=qemu
[ ! -e /dev/kvm ] || virt=kvm
told=$(ask domcapabilities --virttype "$virt") || exit
echo "host $virt $(printf %s "$told" | base64 | tr -d '\n')"
uuids=$(ask list --uuid) || exit
for uuid in $uuids; do
  # What libvirt would send to a target: only there is a host-model CPU spelled out. A guest that has left meanwhile is none.
  told=$(ask dumpxml "$uuid" --migratable 2>/dev/null) || continue
  echo "guest $(printf %s "$told" | base64 | tr -d '\n')"
done
