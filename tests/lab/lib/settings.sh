# shellcheck shell=sh disable=SC2034
# Names, addresses and places of the lab. Sourced by every script; $here is tests/lab.

LMR_LAB=${LMR_LAB:-/var/lib/lmr-lab}
LMR_LAB_CACHE=${LMR_LAB_CACHE:-/var/cache/lmr-lab}
most_hosts=16

shared=$LMR_LAB/shared
hosts=$LMR_LAB/hosts
inventory=$LMR_LAB/inventory
key=$LMR_LAB/id_ed25519
storage_address=192.0.2.2
packages="systemd-container mmdebstrap iproute2 e2fsprogs openssh-client kmod util-linux xz-utils"

say() { printf '%s\n' "$*"; }
fail() { printf 'lab: %s\n' "$*" >&2; exit 1; }

need_root() {
    [ "$(id -u)" = 0 ] && return
    say "lab: needs root: network namespaces, overlay mounts, containers and taps cannot be made without it." >&2
    exit 3
}

# One `up` or `down` at a time. What they leave running must not inherit the lock (9>&-).
take_turn() {
    mkdir -p "$LMR_LAB_CACHE"
    exec 9>"$LMR_LAB_CACHE/lock"
    flock 9
}

# The last byte of a host's two addresses: kvmN is 10+N, vmN is 30+N.
number_of() {
    case $1 in
        kvm[1-9] | kvm1[0-6]) say $((10 + ${1#kvm})) ;;
        vm1) say 31 ;;
        *) fail "no such host: $1 (kvm1..kvm$most_hosts, vm1)" ;;
    esac
}
mgmt_of() { say "192.0.2.$(number_of "$1")"; }
mig_of() { say "198.51.100.$(number_of "$1")"; }

# Fixed MAC addresses: a host keeps them when its namespace is rebuilt. The first argument is the number of the NIC: 0 for eth0.
mac_of() { printf '02:4c:4d:52:%02x:%02x\n' "$1" "$(number_of "$2")"; }

# All hosts the lab can have; their identities are made together so that peers know each other from the start.
every_host() {
    i=1
    while [ "$i" -le "$most_hosts" ]; do say "kvm$i"; i=$((i + 1)); done
    say vm1
}
known_hosts_up() { for d in "$hosts"/*/; do [ -e "$d/name" ] && basename "$d"; done; return 0; }
is_vm() { case $1 in vm*) return 0 ;; *) return 1 ;; esac; }

in_ctl() { nsenter --net=/run/netns/lmr-ctl -- "$@"; }
# A host that is there is given time to answer: the machine may be busy. Whoever asks again and again sets connect_within.
# The key exchange is the cheapest there is, for the sake of the emulated host.
on_host() {
    host=$1; shift
    in_ctl ssh -F none -n -i "$key" -o BatchMode=yes -o ConnectTimeout="${connect_within:-60}" -o LogLevel=ERROR \
        -o KexAlgorithms=curve25519-sha256 -o UserKnownHostsFile="$inventory/known_hosts" -o HostKeyAlias="$host" "root@$(mgmt_of "$host")" "$@"
}
