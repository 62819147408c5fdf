# Asks QEMU itself, as the user that libvirt gives it, whether it can take a guest by post-copy, and tells what the kernel lets whom do.
# Every line is "name value": user, sysctl, device, qemu (its version), said (a line of its answer), missing.
# Of a key that stands twice libvirt takes the first.
user=$(sed -n "s/^[[:space:]]*user[[:space:]]*=[[:space:]]*[\"'+]*\([^\"' ]*\).*/\1/p" /etc/libvirt/qemu.conf 2>/dev/null | head -n 1)
for name in libvirt-qemu qemu; do
  [ -n "$user" ] || ! id "$name" >/dev/null 2>&1 || user=$name
done
echo "user ${user:=root}"
[ ! -e /proc/sys/vm/unprivileged_userfaultfd ] || echo "sysctl $(cat /proc/sys/vm/unprivileged_userfaultfd)"
[ ! -e /dev/userfaultfd ] || echo "device $(stat -c '%a %U:%G' /dev/userfaultfd)"
emulator=
for program in qemu-kvm /usr/libexec/qemu-kvm "qemu-system-$(uname -m)"; do
  emulator=$(command -v "$program" 2>/dev/null) && break
done
[ -n "$emulator" ] || exit 0
"$emulator" --version </dev/null 2>/dev/null | sed -n 's/^QEMU emulator version \([0-9.]*\).*/qemu \1/p'
# Root keeps its capabilities; anybody else gets none from libvirt, but the groups that are his: one of them may open the device.
set --
if [ "$(id -u "$user" 2>/dev/null)" != 0 ]; then
  command -v setpriv >/dev/null 2>&1 || { echo "missing setpriv"; exit 0; }
  if group=$(id -g "$user" 2>/dev/null); then
    set -- setpriv --reuid="$user" --regid="$group" --init-groups --bounding-set=-all --inh-caps=-all --
  else
    set -- setpriv --reuid="$user" --clear-groups --bounding-set=-all --inh-caps=-all --
  fi
fi
# QEMU looks when the capability is asked for, before there is any guest.
printf '%s\n' '{"execute":"qmp_capabilities"}' \
  '{"execute":"migrate-set-capabilities","arguments":{"capabilities":[{"capability":"postcopy-ram","state":true}]},"id":"postcopy"}' '{"execute":"quit"}' |
  timeout 10 "$@" "$emulator" -machine none,accel=kvm:tcg -nodefaults -display none -S -incoming defer -qmp stdio 2>&1 |
  tr -d '\r' | grep -v '"QMP"\|"event"' | sed 's/^/said /'
