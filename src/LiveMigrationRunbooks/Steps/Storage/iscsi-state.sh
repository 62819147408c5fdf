# shellcheck disable=SC2034
# Prints the session with a target through a portal, the records that the next boot goes by, and who uses the devices.
# $1 target  $2 address of the portal  $3 its port  $4 "chap" where the password counts  $5 "wanted" where it stands on standard input
target=$1 address=$2 port=$3
# The digest of a password is bound to what it is for.
path=iscsi:$target
iscsiadm --version >/dev/null || exit
if [ "$5" = wanted ]; then
  IFS= read -r password
  wanted=$(printf '%s' "$password" | keyed) || exit
  echo "wanted=${wanted%% *}"
fi
for name in $(sessions); do
  echo "session=$(cat "/sys/class/iscsi_session/$name/state")"
  users "$name" | sed 's/^/user=/'
done
records | while IFS= read -r record; do
  echo "record=$record"
  sed -n 's/^node\.startup = /startup=/p; s/^node\.session\.auth\.authmethod = /method=/p; s/^node\.session\.auth\.username = /name=/p' "$record"
  if [ "$4" = chap ]; then
    found=$(sed -n 's/^node\.session\.auth\.password = //p' "$record" | tr -d '\n' | keyed) || exit
    echo "found=${found%% *}"
  fi
done || exit
for service in open-iscsi.service iscsi.service; do
  case $(systemctl is-enabled "$service" 2>/dev/null) in enabled | alias) echo "boot=$service" ;; esac
done
exit 0
