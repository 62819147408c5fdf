# Prints what systemd knows of the units of libvirt's daemons, their links, and what decides whether a daemon can listen for TLS.
# $@ units
systemctl show --no-pager --property=Id,LoadState,ActiveState,UnitFileState -- "$@" || exit
echo
units=" $* "
find /etc/systemd/system -mindepth 2 -maxdepth 2 -type l 2>/dev/null | sort | while read -r link; do
  case $units in *" ${link##*/} "*) echo "link $link" ;; esac
done
for daemon in libvirtd virtproxyd; do
  for file in "/etc/default/$daemon" "/etc/sysconfig/$daemon"; do
    if grep -Eqs '^[^#]*(--listen|[" ]-[a-z]*l)' "$file"; then echo "listens $daemon $file"; fi
  done
  conf=/etc/libvirt/$daemon.conf
  key() { sed -n "s/^[ \t]*$1[ \t]*=[ \t]*[\"']\{0,1\}\([^\"'#]*\).*/\1/p" "$conf" 2>/dev/null | sed 's/[ \t]*$//' | head -n 1; }
  for name in listen_tls listen_tcp tls_port tcp_port listen_addr; do
    if [ -n "$(key $name)" ]; then echo "idle $daemon $name"; fi
  done
  for pair in ca_file:/etc/pki/CA/cacert.pem cert_file:/etc/pki/libvirt/servercert.pem key_file:/etc/pki/libvirt/private/serverkey.pem; do
    file=$(key "${pair%%:*}")
    file=${file:-${pair#*:}}
    [ -s "$file" ] || echo "missing $daemon $file"
  done
done
