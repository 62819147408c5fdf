# shellcheck shell=sh
# What reading and writing of a Ceph client have in common.

# ceph_key USER: the key on standard input, which is a key alone or a keyring with a section of this user.
ceph_key() {
  awk -v section="[client.$1]" '
    { sub(/^[ \t]+/, ""); sub(/[ \t\r]+$/, "") }
    /^[#;]/ || $0 == "" { next }
    /^\[/ { keyring = 1; mine = $0 == section; next }
    mine && /^key[ \t]*=/ { sub(/^key[ \t]*=[ \t]*/, ""); print; exit }
    !keyring { print; exit }'
}

# Base64 of what Ceph makes of a key: twelve bytes of header, and sixteen or more of the key itself.
ceph_is_key() {
  case $1 in *[!A-Za-z0-9+/=]*) return 1 ;; esac
  [ "${#1}" -ge 40 ]
}

# ceph_ask CLUSTER USER POOL: how rbd ended, and its own last line: those of its library hold the key where it is one that does not parse.
ceph_ask() (
  unset CEPH_ARGS CEPH_CONF CEPH_KEYRING
  # Without limits of its own rbd waits for silent monitors for minutes.
  told=$(timeout -k 2 10 rbd --cluster "$1" --id "$2" -p "$3" --rados-mon-op-timeout 3 --rados-osd-op-timeout 3 --client-mount-timeout 3 ls 2>&1 >/dev/null </dev/null)
  echo "exit=$?"
  printf '%s\n' "$told" | sed -n 's/^rbd: /told=/p' | tail -n 1 | cut -c 1-300
)
