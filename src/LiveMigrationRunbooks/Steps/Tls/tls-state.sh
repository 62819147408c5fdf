# Tells which certificates and keys are on this host, one line each. Certificates are public and are told whole; of a key only its public part.
# $1 "stage" where a key shall be made for each pair that has none: it waits below the state folder until a certificate comes for it
# $2 the folder where QEMU's files are to be  $3 how many paths of authorities follow, then these, then NAME CERTIFICATE KEY for each pair
stage=$1 folder=$2 count=$3
shift 3
umask 077
waiting=${LMR_ROOT:-/var/lib/lmr}/tls
conf=/etc/libvirt/qemu.conf
# Of a key that stands twice libvirt takes the first.
value() { sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*[\"']\([^\"']*\).*/\1/p" "$conf" 2>/dev/null | head -n 1; }
whole() { base64 <"$1" | tr -d '\n'; }
public() { openssl pkey -in "$1" -passin pass: -pubout -outform DER 2>/dev/null </dev/null | base64 | tr -d '\n'; }
path() {
  if [ -L "$1" ]; then
    echo "path $1 link"
  elif [ -f "$1" ]; then
    stat -c "path $1 file %a %U %G" -- "$1"
  elif [ -e "$1" ]; then
    echo "path $1 other"
  else
    echo "path $1 absent"
  fi
}
certificate() {
  path "$1"
  if [ -f "$1" ] && [ "$(stat -c %s -- "$1")" -le 65536 ]; then echo "certificate $1 $(whole "$1")"; fi
}
openssl version >/dev/null || exit
echo "now $(date +%s)"
hostname | sed 's/^/name /'
hostname -f 2>/dev/null | sed 's/^/name /'
reader=$(value user)
if [ -z "$reader" ]; then
  for reader in libvirt-qemu qemu root; do id -u "$reader" >/dev/null 2>&1 && break; done
fi
reader=${reader#+}
if group=$(id -gn -- "$reader" 2>/dev/null) && name=$(id -un -- "$reader"); then echo "reader $name $group"; else echo "no-reader $reader"; fi
looks=$(value migrate_tls_x509_cert_dir)
if [ -z "$looks" ]; then
  looks=$(value default_tls_x509_cert_dir)
  if [ -d /etc/pki/libvirt-migrate ]; then looks=/etc/pki/libvirt-migrate; fi
fi
echo "looks ${looks:-/etc/pki/qemu} $folder"
while [ "$count" -gt 0 ]; do
  certificate "$1"
  count=$((count - 1))
  shift
done
while [ $# -gt 0 ]; do
  certificate "$2"
  path "$3"
  key=$waiting/$1.pem
  told=
  if [ -f "$3" ]; then
    told=$(public "$3")
    if [ -n "$told" ]; then echo "public $3 $told"; else echo "closed $3"; fi
  fi
  if [ -z "$told" ] && [ "$stage" = stage ]; then
    if [ ! -s "$key" ]; then
      mkdir -p "$waiting" || exit
      new=$(mktemp "$waiting/.new.XXXXXX") || exit
      openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 >"$new" 2>/dev/null </dev/null ||
        openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 >"$new" </dev/null || exit
      sync "$new" && mv -f -- "$new" "$key" || exit
    fi
    echo "staged $1 $(public "$key")"
  fi
  shift 3
done
