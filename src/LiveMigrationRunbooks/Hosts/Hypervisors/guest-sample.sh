#!/bin/sh
# Samples how the running guests of this host write to their memory, one at a time, and keeps that by hour of the week (UTC), for forecasts of their moves.
# $1: lengths of windows in seconds, a list; $2: after so many seconds no further guest is begun; $3: the folder that keeps it, a file a guest.
# Tells a line each: "sampled UUID TIME HOUR WINDOWS TOUCHED NAME", "passed UUID - - - - NAME: WHY", "ended - - - - - WHY".
# A file begins with its version; then TIME (seconds, UTC), HOUR (day of the week from 1 for Monday, and hour), WINDOWS (seconds:MiB/s, …), TOUCHED (KiB, or 0).
# Never by the mode that logs pages: of a guest that QEMU emulates it ends the process (seen on QEMU 7.2).
set -u
umask 077
export LC_ALL=C
windows=$1
longest=$2
folder=$3
version='lmr-samples 1'
# Of each hour of the week the last four: 672 lines, some 30 KB a guest.
most=4

ask() { timeout -k 5 20 virsh -q -c qemu:///system "$@" </dev/null; }
up() { cut -d . -f 1 /proc/uptime; }
finish() {
  echo "ended - - - - - $1"
  exit "$2"
}

# A guest that leaves, is saved or backed up has a job. Of one that arrives libvirt tells nothing here, and says so. No answer is not an answer.
moving() {
  jobs=
  for one in $(ask list --uuid); do jobs="${jobs}domjobinfo $one --rawstats; "; done
  [ -n "$jobs" ] || return 1
  told=$(ask "$jobs" 2>&1)
  [ $? -ne 124 ] || return 0
  case $told in *'only on the source host'* | *'Job type: 1'* | *'Job type: 2'*) return 0 ;; esac
  return 1
}

# window UUID SECONDS  A busy host may take longer, but not for ever.
window() {
  ask domdirtyrate-calc "$1" --seconds "$2" --mode page-sampling >/dev/null 2>&1 || return
  sleep "$2"
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    rate=$(ask domstats "$1" --nowait --raw --dirtyrate 2>/dev/null | awk -F = -v "seconds=$2" '
      { key = $1; gsub(/ /, "", key); told[key] = $2 }
      END { if (told["dirtyrate.calc_status"] == 2 && told["dirtyrate.calc_period"] == seconds) print told["dirtyrate.megabytes_per_second"] }')
    case $rate in *[!0-9]*) ;; ?*) echo "$2:$rate" && return ;; esac
    [ "$try" = 15 ] || sleep 1
  done
  return 1
}

# The guest's memory is the mapping of exactly its size; what the kernel has put behind it is in use.
touched() {
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe" 2>/dev/null) in *qemu*) ;; *) continue ;; esac
    [ "$(tr '\0' '\n' <"$process/cmdline" 2>/dev/null | awk 'named { print; exit } $0 == "-uuid" { named = 1 }')" = "$1" ] || continue
    awk -v "memory=$(ask dominfo "$1" | awk '$1 == "Max" { print $3 }')" '
      $1 == "Size:" { size = $2 } $1 == "Rss:" && size == memory { sum += $2 } END { printf "%.0f\n", sum }' "$process/smaps"
    return
  done
  echo 0
}

# keep FILE HOUR LINE  Whole or not at all; the oldest of that hour goes.
keep() {
  {
    echo "$version"
    if [ -e "$1" ]; then
      awk -v "hour=$2" -v "most=$most" '
        NR > 1 && NF == 4 { line[++all] = $0; at[all] = $2; if ($2 == hour) same++ }
        END { for (i = 1; i <= all; i++) if (at[i] != hour || same-- < most) print line[i] }' "$1"
    fi
    echo "$3"
  } >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "$folder"
}

sample() {
  uuid=$1
  name=$(ask domname "$uuid") || return
  file=$folder/$uuid
  if [ -e "$file" ] && [ "$(head -n 1 "$file")" != "$version" ]; then
    echo "passed $uuid - - - - $name: $file is of another version"
    return
  fi
  hour=$(date -u +%u%H)
  rates=
  for seconds in $windows; do
    ! moving || finish 'a guest of this host moves, or has another job' 0
    if ! rate=$(window "$uuid" "$seconds"); then
      echo "passed $uuid - - - - $name: QEMU did not end its measurement"
      return
    fi
    rates=$rates${rates:+,}$rate
  done
  time=$(date -u +%s)
  used=$(touched "$uuid")
  if keep "$file" "$hour" "$time $hour $rates ${used:-0}"; then
    echo "sampled $uuid $time $hour $rates ${used:-0} $name"
  else
    echo "passed $uuid - - - - $name: $file cannot be written"
  fi
}

mkdir -p "$folder" || finish "$folder cannot be made" 1
exec 9>"$folder/.lock"
flock -n 9 || finish 'another sampling goes on' 0
# Of guests that have not been here for so long nobody asks.
find "$folder" -type f -mtime +60 ! -name .lock -exec rm -f -- '{}' +
running=$(ask list --uuid --state-running) || finish 'libvirt does not answer' 1
begun=$(up)
# Whoever was sampled longest ago comes first, so that none is left out for good.
for uuid in $(for one in $running; do echo "$(stat -c %Y "$folder/$one" 2>/dev/null || echo 0) $one"; done | sort -n | cut -d ' ' -f 2); do
  [ $(($(up) - begun)) -lt "$longest" ] || finish "$longest s are over; the others come first next time" 0
  sample "$uuid"
done
