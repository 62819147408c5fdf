# Writes the keyring of one user, whole or not at all. write comes before this text; it takes the new content on standard input.
# $1 keyring  $2 user  then on standard input a key, or a keyring that has it
cephx=$(ceph_key "$2")
if ! ceph_is_key "$cephx"; then
  echo "what was given is no key of client.$2" >&2
  exit 1
fi
printf '[client.%s]\n\tkey = %s\n' "$2" "$cephx" | write "$1" 600 root root
