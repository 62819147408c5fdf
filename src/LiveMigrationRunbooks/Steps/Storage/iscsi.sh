# shellcheck shell=sh disable=SC2154
# What reading and writing of an iSCSI target have in common. $target, $address and $port say which.

# The names in /sys of its sessions through this portal.
sessions() {
  for session in /sys/class/iscsi_session/session*; do
    [ "$(cat "$session/targetname" 2>/dev/null)" = "$target" ] || continue
    for connection in "$session"/device/connection*/iscsi_connection/*; do
      if [ "$(cat "$connection/persistent_address"):$(cat "$connection/persistent_port")" = "$address:$port" ]; then echo "${session##*/}"; fi
    done
  done
}

# The files of its records: one that was made by hand, and those that a discovery found.
records() {
  for record in "/etc/iscsi/nodes/$target/$address,$port" "/etc/iscsi/nodes/$target/$address,$port",*/* \
    "/var/lib/iscsi/nodes/$target/$address,$port" "/var/lib/iscsi/nodes/$target/$address,$port",*/*; do
    if [ -f "$record" ]; then echo "$record"; fi
  done
}

# users SESSION: who uses its devices.
users() {
  for block in /sys/class/iscsi_session/"$1"/device/target*/*/block/*; do
    for part in "$block" "$block/${block##*/}"*; do
      [ -e "$part/dev" ] || continue
      device=/dev/${part##*/}
      awk -v number="$(cat "$part/dev")" -v device="$device" '$3 == number { print device " is mounted at " $5 }' /proc/self/mountinfo
      awk -v device="$device" '$1 == device { print device " is used for swap" }' /proc/swaps
      for holder in "$part"/holders/*; do
        if [ -e "$holder" ]; then echo "$device is held by ${holder##*/}"; fi
      done
      find /proc/[0-9]*/fd -maxdepth 1 -lname "$device" 2>/dev/null | cut -d / -f 3 | sort -un |
        while read -r pid; do echo "$device is open in $(cat "/proc/$pid/comm" 2>/dev/null) ($pid)"; done
    done
  done
}
