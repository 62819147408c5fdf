# Brings a storage pool or a network of libvirt to another state, step by step; what is so already is left.
# object-guests.sh stands above.
# $1 pool | net  $2 name  $3 steps, separated by spaces: define undefine build start destroy autostart no-autostart  $4 its definition
# then texts of guests that would lose it: while one runs it is not stopped
kind=$1 name=$2 steps=$3 xml=$4
shift 4
v() { timeout 90 virsh -q -c qemu:///system "$@"; }
active() { v "$kind-list" --name | sed 's/ *$//' | grep -Fxq -e "$name"; }
there() { v "$kind-list" --all --name | sed 's/ *$//' | grep -Fxq -e "$name"; }
for step in $steps; do
  case $step in
    define) printf '%s\n' "$xml" | v "$kind-define" /dev/stdin ;;
    undefine) ! there || v "$kind-undefine" "$name" ;;
    start) active || v "$kind-start" "$name" ;;
    destroy)
      guests=$(guests_with "$@")
      if [ -n "$guests" ]; then
        echo "$name is in use by $(printf '%s\n' "$guests" | tr '\n' ' ')" >&2
        exit 75
      fi
      ! active || v "$kind-destroy" "$name"
      ;;
    no-autostart) v "$kind-autostart" "$name" --disable ;;
    *) v "$kind-$step" "$name" ;;
  esac || exit
done
