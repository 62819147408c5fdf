# Makes a folder that only root may look into; those above it are for everybody.
# $1 folder
[ -d "$1" ] || { (umask 022 && mkdir -p -- "${1%/*}") && mkdir -m 700 -- "$1"; }
