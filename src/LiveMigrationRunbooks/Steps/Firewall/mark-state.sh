# Prints the marks in force, those that are kept, and whether the boot loads them.
# $1 file of the kept ones
tables=$(nft list tables) || exit
case $tables in *"table inet lmr_mark"*) printf 'ruleset %s\n' "$(nft -j list table inet lmr_mark)" ;; esac
if [ -e "$1" ]; then sed 's/^/file /' "$1"; fi
if systemctl is-enabled --quiet lmr-mark.service 2>/dev/null; then echo "boot yes"; else echo "boot no"; fi
