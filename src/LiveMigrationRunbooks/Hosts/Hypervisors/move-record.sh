# shellcheck shell=sh
# Writes the record on standard input to $1/guests/$2: temporary file, sync, rename, sync of the folder.
set -eu
umask 077
mkdir -p "$1/guests"
record=$1/guests/$2
new=$1/guests/.$2.$$
trap 'rm -f "$new"' EXIT
cat >"$new"
sync "$new"
mv -f "$new" "$record"
sync "$1/guests"
