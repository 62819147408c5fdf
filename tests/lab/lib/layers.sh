# shellcheck shell=sh
# What single hosts have over the base, where it does not go together with what others have: ufw and netfilter-persistent
# exclude each other. Both are set up by their own tools, so that their files are what these write.

layer_of() {
    case $1 in
        kvm4) say ufw ;;
        kvm5) say iptables ;;
    esac
}

# The lower directories of a host's overlay.
lower_of() { layer=$(layer_of "$1"); say "${layer:+$cached/$layer:}$base"; }

# layer_up NAME: in a network of its own, because what is run changes the rules in force. The packages are in /media there.
layer_up() {
    mkdir -p "$cached/$1" "$cached/spare" "$cached/merged"
    # shellcheck disable=SC2016  # expanded by the inner shell
    told=$(unshare --mount --net sh -euc 'mount -t overlay merged -o "lowerdir=$1/base,upperdir=$1/$2,workdir=$1/spare" "$1/merged"
        mount --bind "$1/debs" "$1/merged/media"
        mount -t proc proc "$1/merged/proc"
        exec chroot "$1/merged" sh -euc "$3"' sh "$cached" "$1" "$("layer_$1")" 2>&1) || fail "the layer $1: $told"
    rm -rf "$cached/spare"
    rmdir "$cached/merged"
}

layer_ufw() {
    cat <<'END'
ufw allow 22/tcp
ufw --force enable
systemctl enable ufw.service
END
}

layer_iptables() {
    cat <<'END'
export DEBIAN_FRONTEND=noninteractive
for version in 4 6; do echo iptables-persistent "iptables-persistent/autosave_v$version" boolean false; done | debconf-set-selections
dpkg --purge ufw
dpkg --install /media/*-persistent_*.deb
for tool in iptables ip6tables; do
    $tool -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    $tool -A INPUT -i lo -j ACCEPT
    $tool -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
    $tool -P INPUT DROP
    $tool -P FORWARD DROP
done
iptables -I INPUT 3 -p icmp -j ACCEPT
ip6tables -I INPUT 3 -p ipv6-icmp -j ACCEPT
netfilter-persistent save
systemctl enable netfilter-persistent.service
END
}
