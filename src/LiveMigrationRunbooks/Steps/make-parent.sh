# Makes the folder that a file goes into, as a package would: its text comes before that of a writer.
# $1 file
mkdir -p -m 0755 -- "${1%/*}" || exit
