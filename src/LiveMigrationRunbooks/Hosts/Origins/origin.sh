# shellcheck shell=sh disable=SC2154  # LMR_ROOT is the session's
# Tells since when a value may be another, and what happened on the host at that time. It only reads.
# $1 when a run of ours gave it (seconds since 1970, 0 for never), $2 a word that names it, then the files that keep it.
# Lines of words parted by tabs: start SECONDS; file KIND CHANGED OWNER PATH; package PATH NAME; run PATH RUN; event SECONDS TEXT; journal JSON.
set -u
at=$1 word=$2
shift 2

# The start of the first process is the host's own, also in a container.
started() {
    boot=$(sed -n 's/^btime //p' /proc/stat)
    ticks=$(sed 's/^.*) //' /proc/1/stat | cut -d ' ' -f 20)
    echo $((boot + ticks / $(getconf CLK_TCK 2>/dev/null || echo 100)))
}

package_of() {
    if command -v dpkg-query >/dev/null; then
        timeout 10 dpkg-query -S "$1" 2>/dev/null | grep -v '^diversion' | sed -n '1s/: .*//p'
    elif command -v rpm >/dev/null; then
        owned=$(timeout 10 rpm -qf --qf '%{NAME}-%{VERSION}-%{RELEASE}\n' "$1" 2>/dev/null) && echo "$owned" | head -n 1
    fi
}

# The last of our runs that left the file just as it is now.
writer_of() {
    is=$(lmr_state "$1")
    grep -lxF -- "$1" "$LMR_ROOT"/runs/*/*/before/*.path 2>/dev/null | while read -r kept; do
        name=${kept##*/}
        left=${kept%/before/*}/after/${name%.path}.state
        if [ ! -e "$left" ] || [ "$(cat "$left")" != "$is" ]; then continue; fi
        kept=${kept#"$LMR_ROOT"/runs/}
        echo "${kept%%/*}"
    done | sort | tail -n 1
}

local_time() { date -d "@$1" '+%Y-%m-%d %H:%M:%S'; }

# What package tools did within a minute of $1, and after our run. Only the tool and its verb are told: its options may hold anything.
packages_at() {
    from=$(($1 - 60))
    [ "$from" -gt "$at" ] || from=$((at + 1))
    low=$(local_time "$from") high=$(local_time $(($1 + 60)))
    {
        [ ! -r /var/log/dpkg.log ] || awk -v low="$low" -v high="$high" '
            { time = $1 " " $2 }
            time >= low && time <= high && $3 ~ /^(install|upgrade|remove|purge|configure)$/ { print time "\tdpkg: " $3 " " $4 " " ($NF == "<none>" ? $(NF - 1) : $NF) }' /var/log/dpkg.log
        [ ! -r /var/log/apt/history.log ] || awk -v low="$low" -v high="$high" '
            $1 == "Start-Date:" { start = $2 " " $3; tool = ""; by = "" }
            $1 == "Commandline:" { tool = $2; for (i = 3; i <= NF && $i ~ /^-/; i++); tool = tool " " $i }
            $1 == "Requested-By:" { by = ", asked for by " $2 }
            $1 == "End-Date:" && start <= high && $2 " " $3 >= low { print $2 " " $3 "\tapt: " tool by }' /var/log/apt/history.log
    } | tail -n 6 | while IFS="$(printf '\t')" read -r time text; do
        printf 'event\t%s\t%s\n' "$(date -d "$time" +%s)" "$text"
    done
    if ! command -v dpkg-query >/dev/null && command -v rpm >/dev/null; then
        timeout 20 rpm -qa --qf '%{INSTALLTIME} %{NAME}-%{VERSION}\n' 2>/dev/null |
            awk -v low="$from" -v high="$(($1 + 60))" '$1 >= low && $1 <= high { print "event\t" $1 "\trpm: installed " $2 }' | tail -n 3
    fi
}

journal() { timeout 10 journalctl -q --no-pager -o json --output-fields=SYSLOG_IDENTIFIER,MESSAGE "$@" 2>/dev/null; }

# Who was there in the ten minutes before $1, back to our run at most.
people_at() {
    from=$(($1 - 600))
    [ "$from" -gt "$at" ] || from=$((at + 1))
    journal --since "@$from" --until "@$(($1 + 1))" -t sudo -t sshd -t sshd-session -t NetworkManager -t tuned -t cloud-init | tail -n 40 | sed 's/^/journal\t/'
}

start=$(started)
printf 'start\t%s\n' "$start"
moved=
for file in "$@"; do
    owner='' kind=absent
    if [ -e "$file" ] || [ -h "$file" ]; then
        kind=there
        changed=$(stat -c %Z "$file") owner=$(stat -c %U "$file")
        printf 'package\t%s\t%s\n' "$file" "$(package_of "$file")"
        printf 'run\t%s\t%s\n' "$file" "$(writer_of "$file")"
    else
        changed=$(stat -c %Z "$(dirname "$file")" 2>/dev/null) || changed=0
    fi
    printf 'file\t%s\t%s\t%s\t%s\n' "$kind" "$changed" "$owner" "$file"
    # What nobody of ours ever set has no time since which it is another.
    if [ "$at" -gt 0 ] && [ "$changed" -gt "$at" ]; then
        moved=yes
        packages_at "$changed"
        people_at "$changed"
    fi
done
# Where no file moved there is no time to look at; commands that name the thing are told all the same.
if [ -z "$moved" ] && [ "$at" -gt 0 ] && [ -n "$word" ]; then
    [ "$start" -le "$at" ] || at=$start
    journal --since "@$at" -t sudo | grep -F -- "$word" | tail -n 5 | sed 's/^/journal\t/'
fi
exit 0
