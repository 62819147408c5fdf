# Brings a key pair to where it belongs. A private half that is there is only ever replaced by one that was given.
# $1 path  $2 owner  $3 made | given | kept  $4 type  $5 bits, or empty  $6 comment  $7 mode; a given key comes on standard input
umask 077
path=$1 user=$2
group=$(id -gn -- "$user") || exit
folder=${path%/*}
lmr_ssh_folder "$folder" "$user" "$group" || exit
new=$(mktemp -d "$folder/.lmr.XXXXXX") || exit
trap 'rm -rf -- "$new"' EXIT
case $3 in
  made)
    if [ -e "$path" ] || [ -L "$path" ]; then
      echo "$path is there by now, and is not replaced" >&2
      exit 1
    fi
    if [ -n "$5" ]; then
      ssh-keygen -q -t "$4" -b "$5" -N '' -C "$6" -f "$new/key" </dev/null >/dev/null
    else
      ssh-keygen -q -t "$4" -N '' -C "$6" -f "$new/key" </dev/null >/dev/null
    fi || exit
    ;;
  given) printf '%s\n' "$(tr -d '\r')" >"$new/key" || exit ;;
  kept) cat -- "$path" >"$new/key" || exit ;;
esac
# What it says of itself is its first two words; the comment is ours.
public=$(ssh-keygen -y -P '' -f "$new/key" </dev/null) || exit
kind=${public%% *} rest=${public#* }
printf '%s %s%s\n' "$kind" "${rest%% *}" "${6:+ $6}" >"$new/key.pub" || exit
chown -- "$user:$group" "$new/key" "$new/key.pub" && chmod -- 644 "$new/key.pub" && sync "$new/key" "$new/key.pub" || exit
# Moved within one folder, so that each half is there whole or not at all. One that only changes its owner or mode stays the same file.
if [ -e "$path" ] && cmp -s -- "$new/key" "$path"; then
  chown -- "$user:$group" "$path" && chmod -- "$7" "$path"
else
  mv -f -- "$new/key" "$path"
fi && mv -f -- "$new/key.pub" "$path.pub" && sync "$folder"
