# Makes networkd take its files over as they are now, and waits until it has: what is read afterwards must be what stays.
# $1... folders of drop-ins that go when they are empty
for folder in "$@"; do
  if [ -d "$folder" ]; then rmdir -- "$folder" 2>/dev/null || :; fi
done
networkctl reload || exit
# networkd answers before it is through: it takes addresses away and puts them back.
settled() { ! networkctl --no-legend --no-pager list 2>/dev/null | grep -q 'configuring\|pending\|initialized'; }
tries=0
sleep 0.3 2>/dev/null || sleep 1
while ! settled && [ "$tries" -lt 3 ]; do
  tries=$((tries + 1))
  sleep 1
done
