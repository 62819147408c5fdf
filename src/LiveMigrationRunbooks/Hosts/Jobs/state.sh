# shellcheck shell=sh
# What a path is, in one word line that can be compared. A link is described, never followed.
lmr_state() {
    if [ -h "$1" ]; then
        echo "link $(readlink "$1" | sha256sum | cut -c 1-64)"
    elif [ ! -e "$1" ]; then
        echo absent
    elif [ -f "$1" ]; then
        echo "file $(stat -c '%a %u %g' "$1") $(sha256sum <"$1" | cut -c 1-64)"
    elif [ -d "$1" ]; then
        echo "dir $(stat -c '%a %u %g' "$1")"
    else
        echo other
    fi
}

# Writes standard input to a file so that it is there whole or not at all, also after a power cut.
lmr_durable() {
    cat >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "$(dirname "$1")"
}
