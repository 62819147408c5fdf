# Prints what the kernel holds for each key, and every line of the files that are loaded at boot.
# $1 … keys as paths under /proc/sys
for key; do
  path=/proc/sys/$key
  if [ ! -f "$path" ]; then
    echo "absent $key"
  elif value=$(cat "$path" 2>/dev/null); then
    # Opened, not written. A key of the whole kernel is closed to root too inside a network namespace, and busybox's test knows no better.
    if (: >>"$path") 2>/dev/null; then echo "writable $key"; else echo "fixed $key"; fi
    printf '%s\n' "$value" | tr '\t\n' '  '
    echo
  else
    echo "unreadable $key"
  fi
done
# One process for all files, because many steps ask. A file without a line is told too: it hides those of its name in later folders.
set --
for file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf \
  /etc/sysctl.conf; do
  [ -e "$file" ] && set -- "$@" "$file"
done
awk 'BEGIN {
  for (number = 1; number < ARGC; number++) {
    print "file " ARGV[number]
    while ((getline line < ARGV[number]) > 0) {
      sub(/^[ \t]+/, "", line)
      if (line != "" && line !~ /^[#;]/) print "| " line
    }
    close(ARGV[number])
  }
}' "$@"
