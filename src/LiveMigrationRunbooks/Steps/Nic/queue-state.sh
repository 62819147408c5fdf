# Tells what keeps an interface's queueing discipline over a boot, and whether the kernel has a discipline.
# $1 interface  $2 lmr's unit  $3 $4 links that start it  $5 discipline asked for, or nothing
nic=$1 unit=$2 kind=$5
if [ -d /run/systemd/system ]; then echo "systemd yes"; else echo "systemd no"; fi
if [ -e "/sys/class/net/$nic/device" ]; then echo "hardware yes"; fi
real=$(readlink -f "$unit")
if [ -f "$unit" ] && [ "$(readlink -f "$3")" = "$real" ] && [ "$(readlink -f "$4")" = "$real" ]; then
  sed -n 's/^ExecStart=/kept /p' "$unit"
fi
config() {
  if [ -r /proc/config.gz ]; then gzip -dc /proc/config.gz; else cat "/boot/config-$(uname -r)"; fi 2>/dev/null
}
module() {
  modprobe -n -q "sch_$kind" 2>/dev/null || grep -q "/sch_$kind\.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
}
case $kind in
  '') exit 0 ;;
  mq | noqueue | pfifo_fast) echo "kernel yes"; exit 0 ;;
esac
built=$(config | grep "^CONFIG_NET_SCH_$(printf %s "$kind" | tr '[:lower:]' '[:upper:]')=")
if tc qdisc show 2>/dev/null | grep -q "^qdisc $kind " || module || [ "${built#*=}" = y ]; then
  echo "kernel yes"
elif [ -d "/lib/modules/$(uname -r)" ] || [ -n "$(config | head -n 1)" ]; then
  echo "kernel no"
fi
