# What tune.yml asks for, as somebody would write it by hand: look, and change only what differs. It is sent with ssh HOST sh -s.
set -eu
export LC_ALL=C
link=/etc/systemd/network/00-lmr-eth1.link
sysctls=/etc/sysctl.d/90-lmr.conf

has_line() { [ -e "$1" ] && grep -qxF -- "$2" "$1"; }
link_key() {
  has_line "$link" "$1=$2" && return
  [ -e "$link" ] || printf '[Match]\nMACAddress=%s\n\n[Link]\nNamePolicy=keep kernel database onboard slot path\n' "$(cat /sys/class/net/eth1/address)" >"$link"
  echo "$1=$2" >>"$link"
}
key() {
  [ "$(sysctl -n "$1" | tr '\t' ' ')" = "$2" ] || sysctl -qw "$1=$2"
  has_line "$sysctls" "$1 = $2" || echo "$1 = $2" >>"$sysctls"
}
# at least: number by number
least() {
  now=$(sysctl -n "$1" | tr '\t' ' ')
  want=$(printf '%s\n%s\n' "$now" "$2" | awk 'NR == 1 { split($0, have, " "); next } { for (i = 1; i <= NF; i++) printf "%s%s", (have[i] > $i ? have[i] : $i), (i < NF ? " " : "\n") }')
  [ "$now" = "$want" ] && return
  sysctl -qw "$1=$want"
  has_line "$sysctls" "$1 = $want" || echo "$1 = $want" >>"$sysctls"
}
folder() { [ "$(stat -c '%F %a' "$1" 2>/dev/null)" = "directory $2" ] || { mkdir -p "$1"; chmod "$2" "$1"; }; }
file() {
  [ "$(sha256sum <"$1" 2>/dev/null)" = "$(printf '%s\n' "$3" | sha256sum)" ] || printf '%s\n' "$3" >"$1"
  [ "$(stat -c %a "$1")" = "$2" ] || chmod "$2" "$1"
}
conf() { grep -qE "^ *$1 *= *$2\$" /etc/libvirt/qemu.conf || { sed -i "/^ *$1 *=/d" /etc/libvirt/qemu.conf; echo "$1 = $2" >>/etc/libvirt/qemu.conf; }; }

[ "$(cat /sys/class/net/eth1/mtu)" = 9000 ] || ip link set dev eth1 mtu 9000
link_key MTUBytes 9000
features=$(ethtool -k eth1)
for pair in "gro generic-receive-offload" "gso generic-segmentation-offload" "tso tcp-segmentation-offload"; do
  printf '%s\n' "$features" | grep -q "^${pair#* }: on" || ethtool -K eth1 "${pair% *}" on
done
for name in GenericReceiveOffload GenericSegmentationOffload TCPSegmentationOffload TCP6SegmentationOffload; do link_key "$name" yes; done
least net.ipv4.tcp_rmem "4096 87380 16777216"
least net.ipv4.tcp_wmem "4096 65536 16777216"
key net.ipv4.tcp_mtu_probing 1
key net.ipv4.tcp_slow_start_after_idle 0
key net.ipv4.tcp_timestamps 1
key net.ipv4.tcp_sack 1
key net.ipv4.tcp_window_scaling 1
key net.ipv4.tcp_fin_timeout 30
key net.ipv4.tcp_keepalive_time 600
key net.ipv4.tcp_keepalive_intvl 15
key net.ipv4.tcp_keepalive_probes 5
key net.ipv4.tcp_max_syn_backlog 8192
key net.ipv4.ip_local_port_range "20000 60999"
key net.ipv4.conf.all.rp_filter 2
key net.ipv4.conf.all.arp_ignore 1
key net.ipv4.conf.all.arp_announce 2
key net.ipv4.conf.all.accept_redirects 0
key net.ipv4.conf.all.send_redirects 0
folder /etc/lmr-bench.d 755
folder /etc/lmr-bench.d/ca 750
folder /etc/lmr-bench.d/keys 700
folder /etc/lmr-bench.d/log 755
file /etc/lmr-bench.d/one 644 one
file /etc/lmr-bench.d/two 600 two
file /etc/lmr-bench.d/three 640 three
conf migration_port_min 49152
conf migration_port_max 49215
conf keepalive_interval 5
conf keepalive_count 5
rule='rule family="ipv4" source address="198.51.100.0/24" port port="49152-49215" protocol="tcp" accept'
if command -v firewall-cmd >/dev/null && [ "$(firewall-cmd --state 2>/dev/null)" = running ]; then
  zone=$(firewall-cmd --get-zone-of-interface=eth1 2>/dev/null) || zone=$(firewall-cmd --get-default-zone)
  firewall-cmd -q --zone="$zone" --query-rich-rule="$rule" || firewall-cmd -q --zone="$zone" --add-rich-rule="$rule"
  firewall-offline-cmd -q --zone="$zone" --query-rich-rule="$rule" >/dev/null || firewall-cmd -q --permanent --zone="$zone" --add-rich-rule="$rule"
else
  nft list ruleset | grep -q 'lmr 49152-49215/tcp from 198.51.100.0/24' || nft insert rule inet filter input ip saddr 198.51.100.0/24 tcp dport 49152-49215 accept comment '"lmr 49152-49215/tcp from 198.51.100.0/24"'
  grep -q 'lmr 49152-49215/tcp from 198.51.100.0/24' /etc/nftables.d/lmr.nft
fi
