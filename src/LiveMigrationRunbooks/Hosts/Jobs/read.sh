# shellcheck shell=sh
# Tells where a job stands. $1 run, $2 batch, $3 seconds to wait for its end.
# A job that nobody is starting any more and that has not begun is called off, so that what is told stays true.
# Lines of words parted by tabs: job STATE CODE; guards SECONDS BATCHES; returns BATCH; step NUMBER STATE CODE OUT ERR ID (base64 tails); file NUMBER BEFORE AFTER PATH.
set -u
job=$LMR_ROOT/runs/$1/$2

if [ ! -d "$job" ]; then
    printf 'job\tabsent\t-\n'
    exit 0
fi
# One of an older version did not write down its seconds.
tell() {
    printf 'job\t%s\t%s\n' "$1" "$2"
    [ ! -e "$job/guards" ] || printf 'guards\t%s\t%s\n' "$(cat "$job/seconds" 2>/dev/null || echo -)" "$(cat "$job/guards")"
}

# A guard begins later, unless it is called off.
if [ -e "$job/guards" ]; then
    waits=$3
    while [ "$waits" -gt 0 ] && [ ! -h "$job/go" ]; do
        sleep 1
        waits=$((waits - 1))
    done
    case $(readlink "$job/go") in
        '') state=armed ;;
        confirmed | cancelled) state=$(readlink "$job/go") ;;
        *)
            # After a boot it goes on when the network is there.
            state=
            if [ ! -e "$job/rc" ] && [ "$(readlink "$LMR_ROOT/armed")" = "$1/$2" ] && [ "$(cat "$job/armed")" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then state=running; fi
            ;;
    esac
    if [ -n "$state" ]; then
        [ "$state" != running ] || [ "$3" = 0 ] || sleep 1
        tell "$state" -
        exit 0
    fi
fi

is_held() { [ -e "$1" ] && ! flock -s -n "$1" true; }

starting=$LMR_ROOT/runs/$1/.$2.start
if [ ! -e "$job/guards" ] && [ ! -e "$job/begun" ] && [ ! -d "$job/steps" ] && ! is_held "$starting"; then
    # The job may come first just now: then it is the job's link, and the job runs.
    ln -s cancelled "$job/go" 2>/dev/null
    if [ "$(readlink "$job/go")" = cancelled ]; then
        rm -f "$job/job.sh"
        printf 'job\tcancelled\t-\n'
        exit 0
    fi
fi
[ "$3" = 0 ] || [ -e "$job/rc" ] || [ ! -e "$job/alive" ] || flock -s -w "$3" "$job/alive" true

# Looked at before the exit code: a job that ends in between has its code by then. The job holds its lock before the other is given up.
if is_held "$starting" || is_held "$job/alive"; then alive=yes; else alive=no; fi
if [ -e "$job/rc" ]; then
    tell "done" "$(cat "$job/rc")"
elif [ "$alive" = yes ]; then
    tell running -
else
    tell interrupted -
fi

[ ! -e "$job/returns" ] || printf 'returns\t%s\n' "$(cat "$job/returns")"

# All tails together must fit into one answer of 1 MiB.
if [ -d "$job/steps/60" ]; then longest=400; else longest=4096; fi
tail_of() { [ ! -s "$1" ] || tail -c "$longest" "$1" | base64 | tr -d '\n'; }

# The first line of a file, in $line.
line_of() {
    line=
    IFS= read -r line <"$1"
}

number=0
while [ -d "$job/steps/$number" ]; do
    step=$job/steps/$number
    if [ -e "$step/rc" ]; then
        line_of "$step/rc"
        state="done" code=$line
    elif [ -e "$step/begun" ]; then
        state=running code=-
    else
        state=notrun code=-
    fi
    line_of "$step/id"
    printf 'step\t%s\t%s\t%s\t%s\t%s\t%s\n' "$number" "$state" "$code" "$(tail_of "$step/out")" "$(tail_of "$step/err")" "$line"
    for before in "$job/before/$number".*.state; do
        [ -e "$before" ] || continue
        name=${before##*/}
        after=
        if [ -e "$job/after/$name" ]; then
            line_of "$job/after/$name"
            after=$line
        fi
        line_of "$before"
        was=$line
        line_of "${before%.state}.path"
        printf 'file\t%s\t%s\t%s\t%s\n' "$number" "$was" "$after" "$line"
    done
    number=$((number + 1))
done
