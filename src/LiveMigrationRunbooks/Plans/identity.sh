# shellcheck shell=sh
# Which machine this is, and how it fares: a line each, with a word in front.
echo "machine_id $(cat /etc/machine-id)"
echo "boot_id $(cat /proc/sys/kernel/random/boot_id)"
echo "load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "available $(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)"
for key in /etc/ssh/ssh_host_*_key.pub; do
    [ ! -e "$key" ] || echo "key $(cat "$key")"
done
