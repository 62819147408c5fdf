# keyed: a digest of standard input that tells nothing to whoever has not this host's key.
# The key is made at first use and never leaves the host. $path is part of it: one secret in two files has two digests.
# shellcheck shell=sh disable=SC2154
umask 077
root=${LMR_ROOT:-/var/lib/lmr}
key=$root/key
if [ ! -s "$key" ]; then
  # shellcheck disable=SC2174 # only the last folder is ours
  mkdir -p -m 700 "$root" || exit
  new=$(mktemp "$root/.key.XXXXXX") || exit
  trap 'rm -f -- "$new"' EXIT
  head -c 32 /dev/urandom >"$new" && sync "$new" || exit
  if [ "$(wc -c <"$new")" -ne 32 ]; then
    echo "no key could be made: /dev/urandom gave too little" >&2
    exit 1
  fi
  # Linked, not renamed: of two that make a key at the same time the first one wins, and both use it.
  ln "$new" "$key" 2>/dev/null || [ -s "$key" ] || {
    echo "no key could be made: $key is empty" >&2
    exit 1
  }
  sync "$root"
fi
# The key on both sides of the content: neither can be guessed nor lengthened without it.
keyed() { { cat "$key" && printf '%s\n' "$path" && cat && cat "$key"; } | sha256sum; }
