# Tells what is at each path, and leaves a mark in folders, which the other hosts look for and which goes by itself. A line each:
#   N absent | N dir FSTYPE INODE MARK | N bare FSTYPE INODE WHY… (nothing can be written) | N file FSTYPE INODE SIZE | N block - ID SIZE
#   N took SECONDS (for sixteen operations of 4 KiB, one after the other)
# $1 this host's name  $2 "timed" or ""  $3 seconds until marks go  $4 … paths
# No host's name is the beginning of another's up to the @.
host=$(printf %s "$1" | tr -c 'A-Za-z0-9.-' _) timed=$2 seconds=$3
shift 3
# What dd says of sixteen operations.
took() { sed -n "s/.*copied, \([0-9.e-]*\) s.*/$number took \1/p"; }
number=0
for path; do
  number=$((number + 1))
  if [ -d "$path" ]; then
    what="$(stat -f -c %T -- "$path" | tr ' ' _) $(stat -L -c %i -- "$path")"
    rm -f -- "$path/.lmr-mark-$host@"*
    mark=.lmr-mark-$host@$(cat /proc/sys/kernel/random/uuid)
    if why=$( (: >"$path/$mark") 2>&1); then
      echo "$number dir $what $mark"
      # shellcheck disable=SC2016 # the inner shell expands it
      setsid sh -c 'sleep "$1"; rm -f -- "$2"' wait "$seconds" "$path/$mark" </dev/null >/dev/null 2>&1 &
      [ -z "$timed" ] || dd if=/dev/zero of="$path/$mark" bs=4096 count=16 oflag=dsync 2>&1 </dev/null | took
    else
      echo "$number bare $what ${why##*: }"
    fi
  elif [ -b "$path" ]; then
    # By its numbers: a node may have any name.
    device=$(stat -L -c '0x%t 0x%T' -- "$path")
    at=/sys/dev/block/$((${device% *})):$((${device#* }))
    whole=$at part=
    if [ -e "$at/partition" ]; then whole=$at/.. part=-part$(cat "$at/partition"); fi
    id=
    for file in wwid device/wwid dm/uuid serial device/serial; do
      [ -n "$id" ] || id=$({ tr -d ' \n' <"$whole/$file"; } 2>/dev/null)
    done
    echo "$number block - ${id:--}${id:+$part} $(cat "$at/size")"
    [ -z "$timed" ] || dd if="$path" of=/dev/null bs=4096 count=16 iflag=direct 2>&1 </dev/null | took
  elif [ -e "$path" ]; then
    echo "$number file $(stat -f -c %T -- "$path" | tr ' ' _) $(stat -L -c '%i %s' -- "$path")"
    [ -z "$timed" ] || dd if="$path" of=/dev/null bs=4096 count=16 iflag=direct 2>&1 </dev/null | took
  else
    echo "$number absent"
  fi
done
