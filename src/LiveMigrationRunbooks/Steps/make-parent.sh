# Makes the folder that a file goes into, as a package would: its text comes before that of a writer.
# $1 file
(umask 022 && mkdir -p -- "${1%/*}") || exit
