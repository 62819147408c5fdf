# Tells how well the clock is kept: by chronyd, else by systemd-timesyncd, else what systemd knows of the kernel's clock.
if told=$(chronyc -n -c tracking 2>/dev/null) && [ -n "$told" ]; then
  echo "chrony $told"
  chronyc -n -c sources 2>/dev/null | sed 's/^/source /'
  exit 0
fi
timedatectl show 2>/dev/null | sed -n 's/^NTPSynchronized=/synchronised /p'
if told=$(timedatectl timesync-status 2>/dev/null); then
  printf '%s\n' "$told" | sed 's/^ */timesyncd /'
fi
exit 0
