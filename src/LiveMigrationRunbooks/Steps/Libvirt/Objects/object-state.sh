# Prints what libvirt knows of a storage pool or a network: its state, its definitions, and guests that use it.
# object-guests.sh stands above.
# $1 pool | net  $2 name  $3 a folder that it stands on, or empty  $4 for pools its type
kind=$1 name=$2 stands=$3
v() { timeout 30 virsh -q -c qemu:///system "$@"; }
known=$(v "$kind-list" --all --name) || exit
if [ -n "$stands" ] && [ ! -e "$stands" ]; then echo "absent $stands"; fi
if command -v dnsmasq >/dev/null; then echo "has dnsmasq"; fi
if [ "$kind" = pool ] && v pool-capabilities 2>/dev/null | grep -q "<pool type='$4' supported='no'"; then echo "lacks $4"; fi
printf '%s\n' "$known" | sed 's/ *$//' | grep -Fxq -e "$name" || exit 0
told=$(v "$kind-info" "$name") || exit
printf '%s\n' "$told" | awk '
  /^(State|Active):/ { print "active " ($2 == "running" || $2 == "yes" ? "yes" : "no") }
  /^Persistent:/ { print "persistent " $2 }
  /^Autostart:/ { print "autostart " $2 }
'
kept=$(v "$kind-dumpxml" --inactive "$name") || exit
echo "kept"
printf '%s\n' "$kept" | sed 's/^/| /'
running=""
if printf '%s\n' "$told" | grep -Eq '^(State: *running|Active: *yes)'; then running=$(v "$kind-dumpxml" "$name"); fi
# A pool that was defined anew while it is active still stands where it stood.
case $kind in
  pool)
    set -- "pool='$name'"
    for path in $(printf '%s\n' "$kept" "$running" | sed -n 's/^ *<path>\(.*\)<\/path>.*/\1/p' | sort -u); do set -- "$@" "='${path%/}/"; done
    ;;
  net) set -- "network='$name'" ;;
esac
guests_with "$@" | sed 's/^/guest /'
if [ -n "$running" ]; then echo "running" && printf '%s\n' "$running" | sed 's/^/| /'; fi
