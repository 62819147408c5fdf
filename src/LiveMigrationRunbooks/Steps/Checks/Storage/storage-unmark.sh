# Removes this host's marks. $1 its name  $2 … paths
host=$(printf %s "$1" | tr -c 'A-Za-z0-9.-' _)
shift
for path; do [ ! -d "$path" ] || rm -f -- "$path/.lmr-mark-$host@"*; done
