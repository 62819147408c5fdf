# Prints what runs and moves guests here. Every line is "name value"; what is not there is left out. No daemon of libvirt is asked.
sed -n 's/^vendor_id[[:space:]]*: /cpu_vendor /p; s/^model name[[:space:]]*: /cpu_model /p' /proc/cpuinfo | sort -u
sed -n 's/^Hugepagesize: *\([0-9]*\) kB/hugepages_size \1/p; s/^HugePages_Total: */hugepages_total /p; s/^HugePages_Free: */hugepages_free /p' /proc/meminfo
[ ! -e /dev/kvm ] || echo "kvm yes"
if [ "$(cat /proc/sys/vm/unprivileged_userfaultfd 2>/dev/null)" = 1 ]; then echo "userfaultfd everyone"
elif [ -e /dev/userfaultfd ]; then echo "userfaultfd device"
elif [ -e /proc/sys/vm/unprivileged_userfaultfd ]; then echo "userfaultfd privileged"
fi
for program in qemu-kvm /usr/libexec/qemu-kvm "qemu-system-$(uname -m)"; do
  command -v "$program" >/dev/null 2>&1 || continue
  "$program" --version </dev/null 2>/dev/null | sed -n 's/^QEMU emulator version \([0-9.]*\).*/qemu_version \1/p'
  break
done
for program in virtqemud libvirtd; do
  command -v "$program" >/dev/null 2>&1 || continue
  "$program" --version </dev/null 2>/dev/null | sed -n 's/.* \([0-9][0-9.]*\)$/libvirt_version \1/p'
  break
done
cat /proc/[0-9]*/comm 2>/dev/null | sort -u | sed -n 's/^\(libvirtd\|virt[a-z]*d\)$/daemon \1/p'
for unit in libvirtd.socket libvirtd.service virtqemud.socket virtqemud.service; do
  if systemctl --quiet is-active "$unit" 2>/dev/null; then echo "active $unit"; fi
done
ss -Htln 'sport = :16509 or sport = :16514' 2>/dev/null | awk '{ print "listener " $4 }' | sort -u
# What is active libvirt keeps here, by name.
for file in /run/libvirt/storage/*.xml; do [ ! -e "$file" ] || { file=${file##*/}; echo "pool ${file%.xml}"; }; done
for file in /run/libvirt/network/*.xml; do [ ! -e "$file" ] || { file=${file##*/}; echo "network ${file%.xml}"; }; done
certificate=/etc/pki/libvirt/servercert.pem
if [ -r "$certificate" ]; then
  { openssl x509 -noout -enddate -in "$certificate" || certtool -i --infile "$certificate"; } 2>/dev/null </dev/null |
    sed -n 's/^notAfter=/tls_until /p; s/^[[:space:]]*Not After: /tls_until /p'
fi
