# keyed: a digest of standard input that tells nothing to whoever has not this host's key.
# The key is made at first use and never leaves the host. $path is part of it: one secret in two files has two digests.
# shellcheck shell=sh disable=SC2154
umask 077
keyed_root=${LMR_ROOT:-/var/lib/lmr}
keyed_by=$keyed_root/key
if [ ! -s "$keyed_by" ]; then
  # shellcheck disable=SC2174 # only the last folder is ours
  mkdir -p -m 700 "$keyed_root" || exit
  keyed_new=$(mktemp "$keyed_root/.key.XXXXXX") || exit
  trap 'rm -f -- "$keyed_new"' EXIT
  head -c 32 /dev/urandom >"$keyed_new" && sync "$keyed_new" || exit
  if [ "$(wc -c <"$keyed_new")" -ne 32 ]; then
    echo "no key could be made: /dev/urandom gave too little" >&2
    exit 1
  fi
  # Linked, not renamed: of two that make a key at the same time the first one wins, and both use it.
  ln "$keyed_new" "$keyed_by" 2>/dev/null || [ -s "$keyed_by" ] || {
    echo "no key could be made: $keyed_by is empty" >&2
    exit 1
  }
  sync "$keyed_root"
fi
# The key on both sides of the content: neither can be guessed nor lengthened without it.
keyed() { { cat "$keyed_by" && printf '%s\n' "$path" && cat && cat "$keyed_by"; } | sha256sum; }
