# Prints what the kernel holds for each key.
# $1 … keys as paths under /proc/sys
for key; do
  path=/proc/sys/$key
  if [ ! -f "$path" ]; then
    echo "absent $key"
  elif value=$(cat "$path" 2>/dev/null); then
    # Opened, not written. A key of the whole kernel is closed to root too inside a network namespace, and busybox's test knows no better.
    if (: >>"$path") 2>/dev/null; then echo "writable $key"; else echo "fixed $key"; fi
    case $value in *[!\ -~]*) value=$(printf '%s' "$value" | tr '\t\n' '  ') ;; esac
    printf '%s\n' "$value"
  else
    echo "unreadable $key"
  fi
done
