# Tells what logs hold of the last minutes: "source NAME" for each that can be read, then its lines as "NAME LINE"; "silent NAME" for one that cannot.
# $1 minutes  $2 the most lines of each  $3 … libvirt, qemu, kernel
minutes=$1 most=$2
shift 2
# Only what may be an error is sent.
suspicious() { grep -a -i -E 'error|fail|unable|cannot|could not|denied|refus|unsafe|timed out|watchdog|incompatible|support|n.t |not |no |block|lockup|stall|killed|corrupt|already|closed|lost|cancel|full|abort|missing|reset|expired|unknown|too many|match|attempt|interrupted|only with|tune' | tail -n "$most"; }
journal() { journalctl -q --no-pager -o short-iso --since "-$minutes min" "$@" 2>/dev/null; }
for name; do
  case $name in
    libvirt)
      # A journal without a single line is none: journald does not run, or keeps nothing.
      [ -n "$(journalctl -q -n 1 2>/dev/null)" ] || { echo "silent libvirt"; continue; }
      echo "source libvirt"
      # Notices are left out: the daemon says at each start what it does without.
      journal -p warning -u libvirtd -u 'virt*d' | suspicious | sed 's/^/libvirt /'
      ;;
    qemu)
      [ -d /var/log/libvirt/qemu ] || { echo "silent qemu"; continue; }
      echo "source qemu"
      # QEMU's own lines begin with the time in UTC, as do libvirt's among them; a line without one is of the time before it.
      since=$(date -u -d "@$(($(date +%s) - minutes * 60))" +%Y-%m-%dT%H:%M:%S)
      find /var/log/libvirt/qemu -maxdepth 1 -name '*.log' -mmin "-$minutes" | sort | while read -r file; do
        awk -v since="$since" -v guest="$(basename "$file" .log)" '
          /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]/ { at = substr($0, 1, 19); sub(" ", "T", at) }
          at >= since { print guest ": " $0 }' "$file"
      done | suspicious | sed 's/^/qemu /'
      ;;
    kernel)
      if [ -n "$(journalctl -k -q -n 1 2>/dev/null)" ]; then
        echo "source kernel"
        journal -k | suspicious | sed 's/^/kernel /'
      elif [ -n "$(dmesg 2>/dev/null | tail -n 1)" ]; then
        echo "source kernel"
        up=$(cut -d. -f1 /proc/uptime)
        dmesg | awk -v since="$((up - minutes * 60))" '{ at = $0; sub(/^[^[]*\[ */, "", at); if (at + 0 >= since) print }' | suspicious | sed 's/^/kernel /'
      else
        echo "silent kernel"
      fi
      ;;
  esac
done
