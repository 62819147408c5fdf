# Starts, stops, restarts or reloads a unit and waits for what comes of it; what fails tells the unit's last lines.
# $1 start | stop | restart | try-restart | reload | try-reload-or-restart  $2 unit  $3 seconds to wait  $4 unmask, or empty
verb=$1 unit=$2 limit=$3
mask=${4-}
since=$(date +%s)
state() { systemctl show --property="$1" --value -- "$unit"; }
fails() {
  echo "$unit: $1" >&2
  journalctl --no-pager --quiet --output=cat --unit="$unit" --since="@$since" --lines=5 2>/dev/null | cut -c 1-300 >&2
  exit 1
}
case $verb in
  try-* | reload)
    if ! systemctl is-active --quiet -- "$unit"; then
      echo "$unit does not run"
      exit 0
    fi
    ;;
esac
# A daemon that is told to load a broken file is gone afterwards, and with sshd the way in.
case $verb:$(state Id) in
  *start:ssh.service | *start:sshd.service | *reload*:ssh.service | *reload*:sshd.service)
    sshd=$(command -v sshd) || sshd=/usr/sbin/sshd
    mkdir -p /run/sshd
    "$sshd" -t || exit
    ;;
esac
# sshd takes its files over by running itself anew, some time after it was told to: until then a login proves nothing of them. Each
# run of a program has another stack.
stack() { sed 's/.*) //' "/proc/$(state MainPID)/stat" 2>/dev/null | cut -d ' ' -f 26; }
before=
case $verb:$(state Id) in *reload*:ssh.service | *reload*:sshd.service) before=$(stack) ;; esac
if [ "$mask" = unmask ] && [ "$(state LoadState)" = masked ]; then systemctl --quiet unmask -- "$unit" || exit; fi
if [ "$(state NeedDaemonReload)" = yes ]; then systemctl daemon-reload || exit; fi
if [ "$verb" = stop ] || systemctl is-failed --quiet -- "$unit"; then reset=1; else reset=; fi
# systemd refuses to start what failed too often in a short time until it is told to forget that.
if [ -n "$reset" ] && [ "$verb" != stop ]; then systemctl reset-failed -- "$unit" 2>/dev/null; fi
timeout "$limit" systemctl "$verb" -- "$unit"
code=$?
[ "$code" != 124 ] || fails "not done after $limit s"
[ "$code" = 0 ] || fails "systemctl $verb ended with $code"
deadline=$(($(date +%s) + limit))
while [ -n "$before" ] && [ "$before" != 0 ] && [ "$(stack)" = "$before" ] && [ "$(date +%s)" -lt "$((deadline - limit + 15))" ]; do sleep 0.2; done
# A program that dies at once was started well, as far as systemd can tell.
[ "$verb" = stop ] || sleep 0.5
while :; do
  is=$(state ActiveState)
  case $verb:$is in
    stop:inactive) exit 0 ;;
    stop:failed) systemctl reset-failed -- "$unit"; exit 0 ;;
    *:failed) fails "it failed ($(state Result))" ;;
    stop:*) ;;
    *:active) exit 0 ;;
    *:inactive) fails "it ended" ;;
    *) [ "$(state SubState)" != auto-restart ] || fails "it ends as soon as it is started ($(state Result))" ;;
  esac
  [ "$(date +%s)" -lt "$deadline" ] || fails "still $is after $limit s"
  sleep 0.2
done
