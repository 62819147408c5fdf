# Prints what each firewall that the kernel has rules of would load at boot, and where the packets of some networks go.
# It follows firewall-kernel.sh, which looks for firewalld.
# $1 … networks whose packets shall be let in
# shellcheck disable=SC2154
if [ "$firewalld" = yes ]; then
  default=$(ask_firewalld call "" getDefaultZone | cut -d '"' -f 2)
  [ -n "$default" ] || exit
  zones=" $default "
  for network; do
    device=$(ip -o route get "${network%/*}" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
    zone=$(ask_firewalld call .zone getZoneOfInterface "$device" | cut -d '"' -f 2)
    [ -n "$zone" ] || zone=$default
    echo "zone $network $zone"
    case "$zones" in *" $zone "*) ;; *) zones="$zones$zone " ;; esac
  done
  # A zone that a source address leads to goes before that of the interface.
  # a{sa{sas}}: how many zones; of each its name, how many lists, and of each list its name, its length and what is in it.
  bound=$(ask_firewalld call .zone getActiveZones | tr -d '"' | awk '{
    for (zones = $(at = 2); zones > 0; zones--) {
      zone = $(++at)
      for (lists = $(++at); lists > 0; lists--) {
        list = $(++at)
        for (left = $(++at); left > 0; left--) {
          ++at
          if (list == "sources") print zone, $at
        }
      }
    }
  }')
  [ -z "$bound" ] || printf '%s\n' "$bound" | sed 's/^/source /'
  for zone in $(printf '%s\n' "$bound" | sed 's/ .*//' | sort -u); do
    case "$zones" in *" $zone "*) ;; *) zones="$zones$zone " ;; esac
  done
  for zone in $zones; do
    firewall-cmd --zone="$zone" --list-rich-rules | sed "s/^/runtime $zone /"
    # From the files, which are what the next start loads; the daemon's own copy may differ.
    firewall-offline-cmd --zone="$zone" --list-rich-rules | sed "s/^/permanent $zone /"
  done
fi
enabled() { systemctl is-enabled --quiet "$1" 2>/dev/null; }
# tell WORD FILE: the file by its lines, and whether it is a link
tell() {
  [ -e "$2" ] || return 0
  echo "$1 is $2"
  if [ -L "$2" ]; then echo "link $2"; fi
  sed "s/^/$1 line /" "$2"
}
conf=/etc/nftables.conf
[ -e "$conf" ] || conf=/etc/sysconfig/nftables.conf
if [ -e "$conf" ]; then echo "conf $conf"; fi
if [ -L "$conf" ]; then echo "link $conf"; fi
if enabled nftables.service; then echo "boot yes"; else echo "boot no"; fi
sed -n 's/^/line /p' "$conf" 2>/dev/null
sed -n 's/^/ours /p' /etc/nftables.d/lmr.nft 2>/dev/null
for tool in iptables ip6tables; do
  if enabled netfilter-persistent.service && [ -e "/usr/share/netfilter-persistent/plugins.d/15-ip4tables" ]; then
    echo "$tool-boot netfilter-persistent"
    case $tool in iptables) tell "$tool-file" /etc/iptables/rules.v4 ;; *) tell "$tool-file" /etc/iptables/rules.v6 ;; esac
  elif enabled "$tool.service"; then
    echo "$tool-boot $tool.service"
    tell "$tool-file" "/etc/sysconfig/$tool"
  fi
done
if [ -e /etc/ufw/ufw.conf ]; then
  if grep -qx 'ENABLED=["'\'']*yes["'\'']*' /etc/ufw/ufw.conf && enabled ufw.service; then echo "ufw-boot yes"; fi
  tell iptables-ufw /etc/ufw/user.rules
  tell ip6tables-ufw /etc/ufw/user6.rules
fi
exit 0
