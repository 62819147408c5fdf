# Prints what is mounted at a path, what the next boot mounts there, and whether what is wanted can be.
# $1 path  $2 source that is wanted  $3 type  $4 unit's file  $5 the link that starts it at boot  $6 "bind" for a folder shown twice
# $7 "users" where whoever uses it counts
path=$1 want=$2 type=$3
parent=${path%/*}
found=$(findmnt -rn -M "$path" -o SOURCE,FSTYPE,OPTIONS)
case $? in 0 | 1) ;; *) exit ;; esac
# A unit's path has no links in it; systemd would take them for somebody's mistake.
if [ -L "$path" ]; then
  echo "folder=a link"
elif [ -n "$parent" ] && [ -d "$parent" ] && [ "$(cd -P -- "$parent" && pwd -P)" != "$parent" ]; then
  echo "folder=below a link"
elif [ -n "$found" ]; then
  # Of several on top of each other the last one is seen.
  found=$(printf '%s\n' "$found" | tail -n 1)
  source=${found%% *}
  echo "mounted=$found"
  case $want in
    UUID=* | LABEL=* | PARTUUID=* | PARTLABEL=*) device=$(findfs "$want" 2>/dev/null) ;;
    /dev/*) device=$(readlink -f -- "$want") ;;
    *) device=$want ;;
  esac
  case $source in
    /dev/loop*)
      backing=/sys/class/block/${source#/dev/}/loop/backing_file
      [ ! -e "$backing" ] || source=$(cat "$backing")
      ;;
    /dev/*) source=$(readlink -f -- "${source%%"["*}") ;;
  esac
  if [ "$6" = bind ]; then
    if [ -d "$want" ] && [ "$(stat -c %d:%i -- "$want")" = "$(stat -c %d:%i -- "$path")" ]; then echo "same=yes"; fi
  elif [ "$source" = "$device" ]; then
    echo "same=yes"
  fi
  if [ "$7" = users ]; then
    find /proc/[0-9]*/fd /proc/[0-9]*/cwd /proc/[0-9]*/root -maxdepth 1 \( -lname "$path" -o -lname "$path/*" \) 2>/dev/null |
      cut -d / -f 3 | sort -un | while read -r pid; do echo "user=$(cat "/proc/$pid/comm" 2>/dev/null) ($pid)"; done
  fi
elif [ -d "$path" ]; then
  if [ -n "$(ls -A -- "$path")" ]; then echo "folder=full"; else echo "folder=empty"; fi
elif [ -e "$path" ]; then
  echo "folder=a file"
else
  echo "folder=absent"
  [ -d "$parent/" ] || echo "parent=absent"
fi
case $want in
  UUID=* | LABEL=* | PARTUUID=* | PARTLABEL=*) findfs "$want" >/dev/null 2>&1 || echo "source=absent" ;;
  /*) [ -e "$want" ] || echo "source=absent" ;;
esac
for folder in /sbin /usr/sbin; do
  if [ -x "$folder/mount.$type" ]; then echo "helper=present" && break; fi
done
if [ "$6" = bind ] || awk -v type="$type" '$NF == type { found = 1 } END { exit !found }' /proc/filesystems ||
  modprobe -nq "fs-$type" 2>/dev/null || modprobe -nq "$type" 2>/dev/null; then
  echo "kernel=knows"
fi
if [ -e /etc/fstab ]; then awk -v path="$path" '$1 !~ /^#/ && $2 == path { print "fstab=" $1 " " $3 " " $4 }' /etc/fstab; fi
if [ -f "$4" ]; then
  awk '/^(What|Type|Options)=/ { print "unit." $0 }' "$4"
  if [ -L "$5" ]; then echo "boot=yes"; else echo "boot=no"; fi
fi
exit 0
