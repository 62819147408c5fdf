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
for file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf \
  /etc/sysctl.conf; do
  [ -e "$file" ] || continue
  echo "file $file"
  sed -n '/^[[:space:]]*[#;]/d; s/^[[:space:]]*//; /./s/^/| /p' "$file"
done
