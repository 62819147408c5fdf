# Prints who manages the network of this host, and what is kept for the interfaces named. A line is "word rest"; a file is a line
# "file PATH" and its lines after "| ". Only keys that are needed are printed: profiles may hold passwords and private keys.
# $1... interfaces
nics=
for nic in "$@"; do [ ! -e "/sys/class/net/$nic" ] || nics="$nics $nic"; done
keys='Name|Type|MACAddress|PermanentMACAddress|Path|Kind|Id|VLAN|Bond|Address|DHCP|MTUBytes|Mode|LACPTransmitRate|TransmitHashPolicy|MIIMonitorSec|MinLinks'
keys="$keys|id|uuid|type|interface-name|master|controller|slave-type|port-type|method|address[0-9]*|parent|mtu|mode|miimon|lacp_rate|xmit_hash_policy|min_links"
tell() { # PATTERN FILE...
  pattern=$1
  shift
  for path; do
    shift
    if [ -d "$path" ]; then echo "folder $path"; elif [ -f "$path" ]; then set -- "$@" "$path"; fi
  done
  [ $# = 0 ] || awk -v pattern="$pattern" 'FNR == 1 { print "file " FILENAME } $0 ~ pattern { print "| " $0 }' "$@"
}
# A tool that generates a file says so in a comment.
wanted="^[ \t]*([[]|($keys)[ \t]*=|#.*([Nn]etplan|cloud-init))"
rest='systemd-networkd NetworkManager wicked connman dhcpcd network '
running=
# shellcheck disable=SC2086 # one word a unit
for state in $(systemctl is-active $rest 2>/dev/null); do
  if [ "$state" = active ]; then running="$running ${rest%% *}"; fi
  rest=${rest#* }
done
active() { case "$running " in *" $1 "*) ;; *) return 1 ;; esac; }
if active systemd-networkd; then
  echo "manager networkd"
  # shellcheck disable=SC2086 # one word an interface
  [ -z "$nics" ] || networkctl -n 0 --no-pager --full status $nics 2>/dev/null | awk '
    /^[^ ]/ { nic = $3 }
    /^ *Network File: *\// { sub(/^ *Network File: */, ""); print "networkd-file " nic " " $0 }
    /^ *State: / { gsub(/[()]/, ""); print "networkd-state " nic " " $3 }'
  for folder in /etc /run /usr/local/lib /usr/lib; do
    tell "$wanted" "$folder"/systemd/network/*.netdev "$folder"/systemd/network/*.network "$folder"/systemd/network/*.network.d "$folder"/systemd/network/*.network.d/*.conf
  done
fi
if active NetworkManager; then
  echo "manager NetworkManager"
  for nic in $nics; do
    nmcli -g GENERAL.STATE,GENERAL.CON-UUID device show "$nic" 2>/dev/null | tr '\n' ' ' | sed "s/^/nm-state $nic /"
    echo
  done
  nmcli -t -e no -f UUID,TYPE,FILENAME connection show 2>/dev/null | sed 's/^/nm-profile /'
  tell "$wanted" /etc/NetworkManager/system-connections/* /run/NetworkManager/system-connections/*
fi
for other in wicked connman dhcpcd network; do
  if active "$other"; then echo "manager $other"; fi
done
if [ -f /etc/network/interfaces ] && command -v ifup >/dev/null 2>&1 && [ "$(systemctl is-enabled networking 2>/dev/null)" = enabled ]; then
  echo "manager ifupdown"
  tell '' /etc/network/interfaces | sed '/wpa\|passw\|psk/d'
  sed -n 's/^[ \t]*source[ \t][ \t]*//p' /etc/network/interfaces | while read -r pattern; do
    # shellcheck disable=SC2086 # a pattern of files
    tell '' $pattern | sed '/wpa\|passw\|psk/d'
  done
  sed -n 's/^[ \t]*source-directory[ \t][ \t]*//p' /etc/network/interfaces | while read -r folder; do
    for path in "$folder"/*; do
      case ${path##*/} in *[!A-Za-z0-9_-]*) ;; *) tell '' "$path" | sed '/wpa\|passw\|psk/d' ;; esac
    done
  done
fi
for path in /etc/netplan/*.yaml; do
  if [ -e "$path" ]; then echo "netplan $path"; fi
done
