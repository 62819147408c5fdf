# shellcheck shell=sh
# What a path is, in one word line that can be compared. A link is described, never followed.
lmr_state() {
    if [ -h "$1" ]; then
        lmr_sum=$(readlink "$1" | sha256sum)
        echo "link ${lmr_sum%% *}"
    elif [ ! -e "$1" ]; then
        echo absent
    elif [ -f "$1" ]; then
        lmr_sum=$(sha256sum <"$1")
        echo "file $(stat -c '%a %u %g' "$1") ${lmr_sum%% *}"
    elif [ -d "$1" ]; then
        echo "dir $(stat -c '%a %u %g' "$1")"
    else
        echo other
    fi
}

# Writes standard input to a file so that it is there whole or not at all, also after a power cut.
lmr_durable() { cat >"$1.new" && lmr_settled "$1"; }

# The same of what stands in FILE.new already.
lmr_settled() { sync "$1.new" && mv -f "$1.new" "$1" && sync "${1%/*}"; }

# The first line of a file, in lmr_line.
lmr_line_of() {
    lmr_line=
    IFS= read -r lmr_line <"$1"
    [ -n "$lmr_line" ]
}
