# Gives units the processors they may run on, until the next boot. An empty list takes the limit away.
# $1 unit  $2 processors  $3 unit …
while [ $# -ge 2 ]; do
  systemctl set-property --runtime -- "$1" "AllowedCPUs=$2" || exit
  kept=/run/systemd/system.control/$1.d
  if [ -z "$2" ]; then
    rm -f -- "$kept/50-AllowedCPUs.conf"
    rmdir -- "$kept" 2>/dev/null
  fi
  shift 2
done
systemctl daemon-reload
