# Keeps the record of an iSCSI target, and its session. The record is written as iscsiadm writes it, for iscsiadm takes a password only as an argument.
# $1 record | login | logout | remove | back  $2 target  $3 address of the portal  $4 its port
# record, login: $5 startup  $6 user for CHAP, with the password in the first line of standard input; empty leaves it as it is
target=$2 address=$3 port=$4
case $address in *:*) portal="[$address]:$port" ;; *) portal=$address:$port ;; esac

record() {
  record=$(records | head -n 1)
  if [ -z "$record" ]; then
    iscsiadm -m node -T "$target" -p "$portal" -o new >/dev/null || return
    record=$(records | head -n 1)
    made=yes
  fi
  umask 077
  password=
  if [ -n "$2" ]; then IFS= read -r password; fi
  # Not beside it: iscsiadm takes every file there for a record.
  new=$(mktemp "${record%/nodes/*}/.lmr.XXXXXX") || return
  trap 'rm -f -- "$new"' EXIT
  { printf '%s\n' "$password" && cat -- "$record"; } | awk -v startup="$1" -v user="$2" '
    function put(key, value) { print key " = " value; put_already[key] = 1 }
    function rest(key, value) { if (!(key in put_already)) put(key, value) }
    NR == 1 { password = $0; next }
    $1 == "node.startup" { put($1, startup); next }
    user != "" && $1 == "node.session.auth.authmethod" { put($1, "CHAP"); next }
    user != "" && $1 == "node.session.auth.username" { put($1, user); next }
    user != "" && $1 == "node.session.auth.password" { put($1, password); next }
    /^# END RECORD/ {
      rest("node.startup", startup)
      if (user != "") { rest("node.session.auth.authmethod", "CHAP"); rest("node.session.auth.username", user); rest("node.session.auth.password", password) }
      whole = 1
    }
    { print }
    END { exit !whole }' >"$new" && sync "$new" && mv -f -- "$new" "$record" && sync "${record%/*}/"
}

# iscsid gives a silent portal up after some two minutes. Whoever ends iscsiadm before leaves it trying, and a session may come when nobody expects it.
login() { timeout 300 iscsiadm -m node -T "$target" -p "$portal" --login >/dev/null; }

case $1 in
  record) record "$5" "$6" ;;
  login)
    made=
    record "$5" "$6" || exit
    login && exit
    code=$?
    [ -z "$made" ] || iscsiadm -m node -T "$target" -p "$portal" -o delete
    exit "$code"
    ;;
  back)
    # What the record says: it is there again when what took it away is taken back.
    if [ -n "$(records)" ] && [ -z "$(sessions)" ]; then login; fi
    ;;
  logout)
    for name in $(sessions); do
      used=$(users "$name")
      if [ -n "$used" ]; then
        printf '%s\n' "$used" >&2
        exit 1
      fi
      iscsiadm -m session -r "${name#session}" -u >/dev/null || exit
    done
    ;;
  remove)
    records | while IFS= read -r record; do
      rm -f -- "$record" || exit
      folder=${record%/*}
      while [ "${folder##*/}" != nodes ] && rmdir -- "$folder" 2>/dev/null; do folder=${folder%/*}; done
    done
    ;;
esac
