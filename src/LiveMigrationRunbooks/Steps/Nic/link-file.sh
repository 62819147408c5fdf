# Prints the systemd .link file that lmr keeps for an interface, which other .link file governs it, and the version of who reads them.
# $1 interface  $2 lmr's file
governs=$(udevadm info -q property -p "/sys/class/net/$1" 2>/dev/null | sed -n 's/^ID_NET_LINK_FILE=//p')
echo "governs=$governs"
echo "systemd=$(udevadm --version 2>/dev/null)"
if [ -e "$2" ]; then
  echo "file=present"
  cat -- "$2"
else
  echo "file=absent"
fi
