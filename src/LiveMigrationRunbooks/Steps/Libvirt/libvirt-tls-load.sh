# Has the daemons that listen for TLS load their certificates, keys and lists of revoked ones again. Connections that are open stay.
# libvirt-daemons.sh stands above.
loaded=""
for daemon in libvirtd virtproxyd; do
  lmr_runs "$daemon" || continue
  told=$(timeout 20 virt-admin -c "$daemon:///system" server-update-tls "$daemon" 2>&1)
  code=$?
  case $code:$told in
    0:*) loaded="${loaded:+$loaded; }$daemon has loaded its certificates" ;;
    *"no tls service found"*) loaded="${loaded:+$loaded; }$daemon does not listen for TLS, and loads certificates when it does" ;;
    *)
      echo "$daemon keeps the certificates that it has: $(printf '%s\n' "$told" | sed -n 's/^error: //p' | tail -n 1)" >&2
      exit 1
      ;;
  esac
done
echo "${loaded:-no daemon runs that listens for TLS; it loads certificates when it starts}"
