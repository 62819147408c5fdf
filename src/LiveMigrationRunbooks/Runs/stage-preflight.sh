# shellcheck shell=sh
# Looks, before anything of a stage is touched, whether this host could carry a job out. $1 run, then the files that would be kept.
# Every line of the answer is something that stands against it.
set -u
run=$1
shift
kib=16384
for file; do
    if [ -f "$file" ]; then kib=$((kib + $(stat -L -c %s "$file") * 2 / 1024 + 8)); fi
done
free=$(df -Pk "$LMR_ROOT" | awk 'NR == 2 { print $4 }')
if [ "${free:-0}" -lt "$kib" ]; then echo "$LMR_ROOT has ${free:-no} KiB left, and $kib KiB are needed to keep what is changed"; fi
inodes=$(df -Pi "$LMR_ROOT" 2>/dev/null | awk 'NR == 2 && $2 > 0 { print $4 }')
if [ -n "$inodes" ] && [ "$inodes" -lt $((64 + 4 * $#)) ] 2>/dev/null; then echo "$LMR_ROOT has $inodes inodes left"; fi
if [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]; then
    said=$(systemd-run -q --unit="lmr-$run-look" --collect -p Type=exec true 2>&1) || echo "systemd starts no job: $(echo "$said" | tail -n 1)"
fi
