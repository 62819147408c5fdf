# Writes the rules that nftables loads at boot: a file of lmr's own, and one line at the end of the main file that includes it.
# If nft would not load the result, both files are put back: a main file with an error leaves a host without any firewall.
# $1 main file  $2 lmr's file  then pairs: "open" or "close", and the rule's line
conf=$1 ours=$2
shift 2
if [ -L "$conf" ] || [ -L "$ours" ]; then
  echo "$conf or $ours is a symbolic link and is not followed" >&2
  exit 1
fi
umask 022
mkdir -p -- "${ours%/*}" || exit
umask 077
work=$(mktemp -d "${ours%/*}/.lmr.XXXXXX") || exit
trap 'rm -rf -- "$work"' EXIT
cp -a -- "$conf" "$work/conf" || exit
cp -a -- "$conf" "$work/conf.new" || exit
had=no
if [ -e "$ours" ]; then had=yes; cp -a -- "$ours" "$work/ours" || exit; fi
{ if [ "$had" = yes ]; then cat -- "$work/ours"; else echo "# Kept by lmr: rules let in beside those of $conf."; fi; } >"$work/ours.new" || exit
while [ $# -ge 2 ]; do
  LINE=$2 awk '$0 != ENVIRON["LINE"]' <"$work/ours.new" >"$work/ours.text" || exit
  if [ "$1" = open ]; then printf '%s\n' "$2" >>"$work/ours.text" || exit; fi
  mv -- "$work/ours.text" "$work/ours.new" || exit
  shift 2
done
chmod 0644 "$work/ours.new" || exit
include="include \"$ours\""
if ! grep -qxF -- "$include" "$conf"; then
  # A main file without a line end at its end would swallow the line.
  { [ -z "$(tail -c 1 -- "$conf")" ] || echo; printf '%s\n' "$include"; } >>"$work/conf.new" || exit
fi
sync "$work/ours.new" "$work/conf.new"
mv -f -- "$work/ours.new" "$ours" && mv -f -- "$work/conf.new" "$conf" || exit
if ! nft -c -f "$conf"; then
  mv -f -- "$work/conf" "$conf"
  if [ "$had" = yes ]; then mv -f -- "$work/ours" "$ours"; else rm -f -- "$ours"; fi
  echo "nft would not load $conf with these rules; the files are as they were" >&2
  exit 1
fi
sync "${conf%/*}" "${ours%/*}"
