# Mounts, or mounts no more. What stands in a folder is never hidden.
# mount PATH SOURCE TYPE OPTIONS | remount PATH OPTIONS | umount PATH keep|remove (the folder)
path=$2
case $1 in
  mount)
    [ -d "$path" ] || (umask 022 && mkdir -- "$path") || exit
    if [ -n "$(ls -A -- "$path")" ]; then
      echo "$path is not empty, and what is in it would be hidden" >&2
      exit 1
    fi
    exec mount -t "$4" ${5:+-o "$5"} -- "$3" "$path"
    ;;
  remount) exec mount -o "remount,$3" -- "$path" ;;
  umount)
    umount -- "$path" || exit
    if [ "$3" = remove ]; then rmdir -- "$path"; fi
    ;;
esac
