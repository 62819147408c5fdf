# Prints for each daemon that listens for TLS, or may, whether it runs and answers on its admin socket. libvirt-daemons.sh stands above.
if ! command -v virt-admin >/dev/null; then
  echo "virt-admin: not found" >&2
  exit 127
fi
for daemon in libvirtd virtproxyd; do
  lmr_runs "$daemon" || continue
  if told=$(timeout 20 virt-admin -c "$daemon:///system" srv-list 2>&1 >/dev/null); then
    echo "answers $daemon"
  else
    echo "silent $daemon $(printf '%s\n' "$told" | sed -n 's/^error: //p' | tail -n 1)"
  fi
done
