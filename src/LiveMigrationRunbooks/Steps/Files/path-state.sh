# Prints what stands at a path. Links are not followed.
# $1 path  $2 owner  $3 group (empty: not asked)  $4 "digest" where the content counts
# $5 the digest that is wanted, where the text may be shown if it is another: then it is told last, short ones that everybody may read only
if [ -d "${1%/*}/" ]; then echo "parent=present"; else echo "parent=absent"; fi
# What is written below a link lands elsewhere; the outermost one is told.
at=${1%/*} through=''
while [ -n "$at" ]; do
  if [ -L "$at" ]; then through=$at; fi
  at=${at%/*}
done
if [ -n "$through" ] && [ -d "${1%/*}/" ]; then
  echo "through=$through"
  echo "real=$(cd -P -- "${1%/*}" && pwd -P)"
fi
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
flags=$(lsattr -d -- "$1" 2>/dev/null)
case ${flags%% *} in
  *i*) echo "closed=immutable" ;;
  *a*) echo "closed=append-only" ;;
esac
if [ "$kind" = file ] && [ "$4" = digest ]; then
  digest=$(sha256sum <"$1") || exit
  echo "digest=${digest%% *}"
  if [ -n "$5" ] && [ "$5" != "${digest%% *}" ] && [ "$(stat -c %s -- "$1")" -le 65536 ]; then
    case $(stat -c %a -- "$1") in *[4567]) if ! grep -q 'PRIVATE KEY' -- "$1"; then echo "text=" && cat -- "$1"; fi ;; esac
  fi
fi
