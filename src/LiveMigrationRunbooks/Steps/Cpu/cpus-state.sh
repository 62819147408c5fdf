# Prints processors and nodes, what the control groups of host and guests may run on, now and by the drop-ins read at boot, and whose
# guests would be touched.
# $1 … units
cgroups=${LMR_CGROUPS:-/sys/fs/cgroup}
cpus=${LMR_SYS:-/sys}/devices/system
if [ -f "$cgroups/cgroup.controllers" ]; then echo "cgroup $(cat "$cgroups/cgroup.controllers")"; else echo "cgroup v1"; fi
if [ -d /run/systemd/system ]; then echo "systemd yes"; fi
echo "online $(cat "$cpus/cpu/online")"
for node in "$cpus"/node/node[0-9]*; do
  if [ -r "$node/cpulist" ]; then echo "node ${node##*node} $(cat "$node/cpulist")"; fi
done
for unit; do
  if [ -r "$cgroups/$unit/cpuset.cpus" ]; then
    echo "limit $unit $(cat "$cgroups/$unit/cpuset.cpus")"
    echo "effective $unit $(cat "$cgroups/$unit/cpuset.cpus.effective")"
  elif [ ! -d "$cgroups/$unit" ]; then
    echo "limit $unit $(systemctl show -p AllowedCPUs --value "$unit" 2>/dev/null)"
  fi
  for file in /etc/systemd/system.control/"$unit".d/*.conf /etc/systemd/system/"$unit".d/*.conf /usr/local/lib/systemd/system/"$unit".d/*.conf \
    /usr/lib/systemd/system/"$unit".d/*.conf /lib/systemd/system/"$unit".d/*.conf; do
    [ -e "$file" ] || continue
    echo "file $unit $file"
    sed -n 's/^[[:space:]]*AllowedCPUs[[:space:]]*=[[:space:]]*/| /p' "$file"
  done
done
if [ -d "$cgroups/machine.slice" ]; then
  find "$cgroups/machine.slice" -mindepth 2 -name cpuset.cpus 2>/dev/null | while read -r file; do
    list=$(cat "$file")
    group=${file%/cpuset.cpus}
    if [ -n "$list" ]; then echo "pinned ${group#"$cgroups/machine.slice/"} $list"; fi
  done
fi
for process in /proc/[0-9]*; do
  case $(cat "$process/comm" 2>/dev/null) in qemu*) ;; *) continue ;; esac
  group=$(sed -n 's/^0:://p' "$process/cgroup" 2>/dev/null)
  name=$(tr '\0' '\n' <"$process/cmdline" 2>/dev/null | sed -n 's/^guest=\([^,]*\).*/\1/p')
  echo "guest ${name:-${process#/proc/}} $group"
done
