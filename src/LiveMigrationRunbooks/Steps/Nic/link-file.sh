# Prints the systemd .link file that lmr keeps for an interface, and which other .link file governs it.
# $1 interface  $2 lmr's file
governs=$(udevadm info -q property -p "/sys/class/net/$1" 2>/dev/null | sed -n 's/^ID_NET_LINK_FILE=//p')
echo "governs=$governs"
if [ -e "$2" ]; then
  echo "file=present"
  cat -- "$2"
else
  echo "file=absent"
fi
