# Prints what stands at a path. Links are not followed.
# $1 path  $2 owner  $3 group (empty: not asked)  $4 "digest" where the content counts
if [ -d "${1%/*}/" ]; then echo "parent=present"; else echo "parent=absent"; fi
if [ -n "$2" ] && ! id -u -- "$2" >/dev/null 2>&1; then echo "owner=unknown"; fi
if [ -n "$3" ]; then
  case $3 in *[!0-9]*) grep -q "^$3:" /etc/group || getent group "$3" >/dev/null 2>&1 || echo "group=unknown" ;; esac
fi
if [ -L "$1" ]; then
  kind="link"
elif [ -d "$1" ]; then
  kind="directory"
elif [ -f "$1" ]; then
  kind="file"
elif [ -e "$1" ]; then
  kind="special"
else
  kind="absent"
fi
echo "kind=$kind"
case $kind in file | directory) stat -c 'mode=%a
user=%U
uid=%u
group_name=%G
gid=%g
size=%s' -- "$1" || exit ;; esac
if [ "$kind" = directory ]; then
  if [ -n "$(ls -A -- "$1")" ]; then echo "entries=some"; else echo "entries=none"; fi
fi
if [ "$kind" = file ] && [ "$4" = digest ]; then
  digest=$(sha256sum <"$1") || exit
  echo "digest=${digest%% *}"
fi
