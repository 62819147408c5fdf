# Makes libvirt know of a pool or a network what its files say, after they were put back beneath it: its UUID may be another one.
# $1 pool | net  $2 name  $3 the folder of the definitions
kind=$1 name=$2 file=$3/$2.xml link=$3/autostart/$2.xml
v() { timeout 90 virsh -q -c qemu:///system "$@"; }
uuid_in() { sed -n 's/.*<uuid>\(.*\)<\/uuid>.*/\1/p' | head -n 1; }
[ -e "$file" ] || exit 0
kept=$(cat "$file") || exit
if [ -h "$link" ]; then boot='' other=no; else boot=--disable other=yes; fi
known=$(v "$kind-dumpxml" --inactive "$name" 2>/dev/null | uuid_in)
if [ "$known" != "$(printf '%s\n' "$kept" | uuid_in)" ]; then
  active=''
  if v "$kind-list" --name | sed 's/ *$//' | grep -Fxq -e "$name"; then active=yes && v "$kind-destroy" "$name" || exit; fi
  if [ -n "$known" ]; then v "$kind-undefine" "$name" || exit; fi
  printf '%s\n' "$kept" | v "$kind-define" /dev/stdin || exit
  if [ -n "$active" ]; then v "$kind-start" "$name" || exit; fi
fi
if v "$kind-info" "$name" | grep -q "^Autostart: *$other"; then
  # What libvirt makes of the link is what it remembers, and a link that is there already it does not make.
  if [ -z "$boot" ]; then rm -f -- "$link"; fi
  v "$kind-autostart" "$name" $boot
fi
