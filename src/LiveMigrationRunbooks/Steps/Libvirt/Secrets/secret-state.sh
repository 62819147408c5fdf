# Prints what libvirt knows of one of its secrets, and digests of its value that tell nothing to whoever has not this host's key.
# secret-value.sh stands above, and secret-key.sh and secret-digest.sh as the function digest. The value that is wanted comes on standard input.
# $1 UUID  $2 what it is for, as libvirt lists it: "ceph client.admin"  $3 "wanted" where a value is given
v() { timeout 30 virsh -q -c qemu:///system "$@"; }
known=$(v secret-list) || exit
# Each line of the table: UUID, two spaces or more, usage.
printf '%s\n' "$known" | while read -r uuid usage; do
  if [ "$uuid" != "$1" ] && [ "$usage" = "$2" ]; then echo "taken $uuid"; fi
done
if [ "$3" = wanted ]; then secret_encoded "${2%% *}" | digest "/etc/libvirt/secrets/$1.base64" wanted; else digest "/etc/libvirt/secrets/$1.base64" '' </dev/null; fi || exit
case $known in
  *"$1"*) echo "kept" && v secret-dumpxml "$1" | sed 's/^/| /' ;;
esac
