# Ends the listening of this check; its process is known by the word that its program was given.
stop_listening() {
  for process in /proc/[0-9]*/cmdline; do
    case $(tr '\0' ' ' <"$process" 2>/dev/null) in systemd-socket-activate*" lmr-check-port ") ;; *) continue ;; esac
    process=${process#/proc/}
    process=${process%/cmdline}
    kill "$process" 2>/dev/null
    tries=0
    while [ -d "/proc/$process" ] && [ "$tries" -lt 20 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
  done
}
