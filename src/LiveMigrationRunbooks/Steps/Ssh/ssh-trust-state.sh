# Prints what this host trusts by lines of ours, and what it would have others trust: its user's public key and its own host keys.
# $1 folder of the lists  $2 path of the user's private key  $3 user
for list in authorized_keys known_hosts; do
  if [ -f "$1/$list" ] && [ ! -L "$1/$list" ]; then
    awk -v list="$list" '/ lmr-trust:[^ ]+$/ { print list "=" $0 }' "$1/$list" || exit
  fi
done
if [ -f "$2" ] && [ ! -L "$2" ]; then
  # One that has a passphrase is no use to a daemon.
  echo "public=$(printf '%s\n' "$(tr -d '\r' <"$2")" | ssh-keygen -y -P '' -f /dev/stdin 2>/dev/null)"
fi
for key in /etc/ssh/ssh_host_*_key.pub; do
  [ ! -e "$key" ] || echo "host=$(cut -d ' ' -f 1,2 "$key")"
done
# Without sshd, or where its words are new to us, nothing is told of it.
sshd -T -C "user=$3,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22" 2>/dev/null |
  awk '$1 == "port" || $1 == "permitrootlogin" || $1 == "pubkeyauthentication" || $1 == "authorizedkeysfile" { word = $1; $1 = ""; sub(/^ /, ""); print "sshd." word "=" $0 }'
exit 0
