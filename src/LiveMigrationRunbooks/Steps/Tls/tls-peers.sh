# Asks the libvirt of each peer over TLS, as a migration would, and looks at what this host's own daemon shows, a line each:
# peer ADDRESS ok, late, or what virsh says  serves SHA-256 of the certificate
# $1 port  $2 … addresses
port=$1
shift
ask() {
  case $1 in
    *:*) host="[$1]" ;;
    *) host=$1 ;;
  esac
  if told=$(timeout 20 virsh -c "qemu+tls://$host:$port/system" version 2>&1 </dev/null); then
    echo "peer $1 ok"
  elif [ $? = 124 ]; then
    echo "peer $1 late"
  else
    echo "peer $1 $(printf '%s\n' "$told" | sed -n 's/^error: //p' | grep -v '^failed to connect' | tr '\n' ' ')"
  fi
}
for address; do
  ask "$address" &
done
shown=$(timeout 10 openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | openssl x509 -outform DER 2>/dev/null | sha256sum)
# Of nothing at all.
case $shown in e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855*) ;; *) echo "serves ${shown%% *}" ;; esac
wait
