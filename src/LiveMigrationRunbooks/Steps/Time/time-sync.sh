# Tells which daemon keeps the time, where chrony looks for files, what stands in those of lmr, and which sources chronyd has.
# $1 interface with a hardware clock, or empty
for other in systemd-timesyncd ntpd ntp ntpsec openntpd; do
  ! systemctl is-active --quiet "$other.service" 2>/dev/null || echo "other $other.service"
done
command -v chronyd >/dev/null || [ -x /usr/sbin/chronyd ] || exit 0
echo "chrony installed"
for main in /etc/chrony/chrony.conf /etc/chrony.conf; do
  if [ -r "$main" ]; then break; fi
done
[ -r "$main" ] || exit 0
sources=$(sed -n 's/^[[:space:]]*sourcedir[[:space:]]//p' "$main" | tr -s '[:space:]' '[\n*]' | grep '^/etc/' | head -n 1)
conf=$(sed -n 's/^[[:space:]]*confdir[[:space:]]//p' "$main" | tr -s '[:space:]' '[\n*]' | grep '^/etc/' | head -n 1)
echo "main $main"
[ -z "$sources" ] || echo "sources ${sources%/}/lmr.sources"
[ -z "$conf" ] || echo "conf ${conf%/}/lmr.conf"
for file in "${sources%/}/lmr.sources" "${conf%/}/lmr.conf"; do
  if [ -L "$file" ]; then echo "link $file"; elif [ -f "$file" ]; then sed -n 's/^[[:space:]]*\([a-z].*\)/line \1/p' "$file"; fi
done
if listed=$(chronyc -N -c sources -a 2>/dev/null); then
  echo "chrony running"
  printf '%s\n' "$listed" | cut -d , -f 3 | sed '/^$/d; s/^/source /' | sort -u
fi
[ -n "$1" ] || exit 0
if [ ! -e "/sys/class/net/$1" ]; then
  echo "ptp no interface"
else
  clock=$(ethtool -T "$1" 2>/dev/null | sed -n 's/^PTP Hardware Clock: \([0-9][0-9]*\)$/\1/p; s/^Hardware timestamp provider index: \([0-9][0-9]*\)$/\1/p' | head -n 1)
  echo "ptp ${clock:-none}"
fi
command -v ptp4l >/dev/null || [ -x /usr/sbin/ptp4l ] || echo "ptp4l missing"
for unit in "ptp4l@$1.service" ptp4l.service; do
  ! systemctl is-active --quiet "$unit" 2>/dev/null || echo "ptp4l $unit"
done
