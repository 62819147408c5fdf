# Prints the files by which a user of this host reaches a Ceph cluster, and whether a pool answers him.
# $1 conf  $2 keyring  $3 cluster  $4 user  $5 pool
# $6 "keyed" where the key counts, "wanted" where what it shall be stands on standard input too, "absent" where nobody is to ask
[ "$6" = absent ] || command -v rbd >/dev/null || {
  echo "sh: rbd: not found" >&2
  exit 127
}
# The digest of a key is bound to the file that it is for.
# shellcheck disable=SC2034
path=$2
if [ "$6" = wanted ]; then
  cephx=$(ceph_key "$4")
  if ceph_is_key "$cephx"; then
    digest=$(printf '%s' "$cephx" | keyed) || exit
    echo "wanted=${digest%% *}"
  else
    echo "wanted=none"
  fi
fi
if [ -f "$1" ] && [ ! -L "$1" ]; then
  digest=$(sha256sum <"$1") || exit
  echo "conf=$(stat -c '%a %u:%g' -- "$1") ${digest%% *}"
elif [ -e "$1" ] || [ -L "$1" ]; then
  echo "conf=another"
fi
if [ -f "$2" ] && [ ! -L "$2" ]; then
  digest=
  cephx=$(ceph_key "$4" <"$2") || exit
  case $6 in
    keyed | wanted) if ceph_is_key "$cephx"; then digest=$(printf '%s' "$cephx" | keyed) || exit; fi ;;
  esac
  echo "keyring=$(stat -c '%a %u:%g' -- "$2") ${digest%% *}"
elif [ -e "$2" ] || [ -L "$2" ]; then
  echo "keyring=another"
fi
[ "$6" = absent ] || ceph_ask "$3" "$4" "$5"
exit 0
