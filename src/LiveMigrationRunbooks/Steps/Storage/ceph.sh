# shellcheck shell=sh
# What reading and writing of a Ceph key have in common.

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
