# Prints who manages the network of this host, and what is kept for the interfaces named. A line is "word rest"; a file is a line
# "file PATH" and its lines after "| ". Only keys that are needed are printed: profiles may hold passwords and private keys.
# $1... interfaces
keys='Name|Type|MACAddress|PermanentMACAddress|Path|Kind|Id|VLAN|Bond|Address|DHCP|MTUBytes|Mode|LACPTransmitRate|TransmitHashPolicy|MIIMonitorSec|MinLinks'
keys="$keys|id|uuid|type|interface-name|master|controller|slave-type|port-type|method|address[0-9]*|parent|mtu|mode|miimon|lacp_rate|xmit_hash_policy|min_links"
tell() {
  [ -f "$1" ] || return 0
  echo "file $1"
  # A line that goes on is one setting; a tool that generates a file says so in a comment.
  grep -E "^[[:space:]]*(\\[|($keys)[[:space:]]*=|#.*([Nn]etplan|cloud-init))" "$1" | sed 's/^/| /'
}
active() { [ "$(systemctl is-active "$1" 2>/dev/null)" = active ]; }
if active systemd-networkd; then
  echo "manager networkd"
  for nic in "$@"; do
    networkctl -n 0 --no-pager --full status "$nic" 2>/dev/null |
      sed -n "s|^ *Network File: */|networkd-file $nic /|p; s|^ *State: .*(\\(.*\\)).*|networkd-state $nic \\1|p"
  done
  for folder in /etc /run /usr/local/lib /usr/lib; do
    for path in "$folder"/systemd/network/*.netdev "$folder"/systemd/network/*.network "$folder"/systemd/network/*.network.d "$folder"/systemd/network/*.network.d/*.conf; do
      if [ -d "$path" ]; then echo "folder $path"; else tell "$path"; fi
    done
  done
fi
if active NetworkManager; then
  echo "manager NetworkManager"
  for nic in "$@"; do
    nmcli -g GENERAL.STATE,GENERAL.CON-UUID device show "$nic" 2>/dev/null | tr '\n' ' ' | sed "s/^/nm-state $nic /"
    echo
  done
  nmcli -t -e no -f UUID,TYPE,FILENAME connection show 2>/dev/null | sed 's/^/nm-profile /'
  for path in /etc/NetworkManager/system-connections/* /run/NetworkManager/system-connections/*; do tell "$path"; done
fi
for other in wicked connman dhcpcd network; do
  if active "$other"; then echo "manager $other"; fi
done
if [ -f /etc/network/interfaces ] && command -v ifup >/dev/null 2>&1 && [ "$(systemctl is-enabled networking 2>/dev/null)" = enabled ]; then
  echo "manager ifupdown"
  stanzas() {
    [ -f "$1" ] || return 0
    echo "file $1"
    sed 's/^/| /' "$1"
  }
  stanzas /etc/network/interfaces
  sed -n 's/^[[:space:]]*source[[:space:]][[:space:]]*//p' /etc/network/interfaces | while read -r pattern; do
    for path in $pattern; do stanzas "$path"; done
  done
  sed -n 's/^[[:space:]]*source-directory[[:space:]][[:space:]]*//p' /etc/network/interfaces | while read -r folder; do
    for path in "$folder"/*; do
      case ${path##*/} in *[!A-Za-z0-9_-]*) ;; *) stanzas "$path" ;; esac
    done
  done
fi
for path in /etc/netplan/*.yaml; do
  if [ -e "$path" ]; then echo "netplan $path"; fi
done
