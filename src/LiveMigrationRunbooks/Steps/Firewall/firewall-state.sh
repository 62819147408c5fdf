# Prints the firewall in force and what it lets in.
# $1 … networks whose packets shall be let in
if command -v firewall-cmd >/dev/null && [ "$(firewall-cmd --state 2>/dev/null)" = running ]; then
  echo "firewall=firewalld"
  default=$(firewall-cmd --get-default-zone) || exit
  zones=""
  for network; do
    device=$(ip -o route get "${network%/*}" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
    zone=$(firewall-cmd --get-zone-of-interface="$device" 2>/dev/null) || zone=$default
    echo "zone $network $zone"
    case " $zones " in *" $zone "*) ;; *) zones="$zones $zone" ;; esac
  done
  for zone in $zones; do
    firewall-cmd --zone="$zone" --list-rich-rules | sed "s/^/runtime $zone /"
    # From the files, which are what the next start loads; the daemon's own copy may differ.
    firewall-offline-cmd --zone="$zone" --list-rich-rules | sed "s/^/permanent $zone /"
  done
elif command -v nft >/dev/null && rules=$(nft -j list ruleset 2>/dev/null); then
  echo "firewall=nftables"
  printf 'ruleset %s\n' "$rules"
  conf=/etc/nftables.conf
  [ -e "$conf" ] || conf=/etc/sysconfig/nftables.conf
  [ -e "$conf" ] && echo "conf $conf"
  [ -L "$conf" ] && echo "link $conf"
  if systemctl is-enabled --quiet nftables.service 2>/dev/null; then echo "boot yes"; else echo "boot no"; fi
  sed -n 's/^/line /p' "$conf" 2>/dev/null
  sed -n 's/^/ours /p' /etc/nftables.d/lmr.nft 2>/dev/null
  exit 0
else
  echo "firewall=none"
fi
