# Defines a secret of libvirt, gives it a value, or takes it away. The value comes on standard input and nowhere else.
# secret-value.sh stands above.
# $1 UUID  $2 its definition, empty to leave it, "-" to take it away  $3 what it is for, where a value is given
v() { timeout 30 virsh -q -c qemu:///system "$@"; }
case $2 in
  '') ;;
  -) v secret-undefine "$1" || exit ;;
  *) printf '%s\n' "$2" | v secret-define /dev/stdin >/dev/null || exit ;;
esac
if [ -n "$3" ]; then secret_encoded "$3" | v secret-set-value "$1" --file /dev/stdin; fi
