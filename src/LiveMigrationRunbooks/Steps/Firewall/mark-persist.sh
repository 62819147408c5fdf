# Keeps marks in a file that a unit of lmr's own loads at boot; both go with the last mark. The file is replaced as a whole, and only if nft
# would load it.
# $1 file  $2 unit  $3 comment  $4 … rules
file=$1 unit=$2 comment=$3
shift 3
for path in "$file" "$unit"; do
  if [ -L "$path" ]; then
    echo "$path is a symbolic link and is not followed" >&2
    exit 1
  fi
done
umask 022
mkdir -p -- "${file%/*}" || exit
umask 077
work=$(mktemp -d "${file%/*}/.lmr.XXXXXX") || exit
trap 'rm -rf -- "$work"' EXIT
if [ -e "$file" ]; then cp -a -- "$file" "$work/new" || exit; fi
{
  echo "# Kept by lmr: marks on packets that leave. Loaded by ${unit##*/}, whatever firewall there is."
  echo 'table inet lmr_mark'
  echo 'delete table inet lmr_mark'
  echo 'table inet lmr_mark {'
  echo '	chain output {'
  echo '		type filter hook output priority -150; policy accept;'
  if [ -e "$file" ]; then COMMENT="comment \"$comment\"" awk '/comment "lmr / && !index($0, ENVIRON["COMMENT"])' "$file"; fi
  for rule; do printf '\t\t%s comment "%s"\n' "$rule" "$comment"; done
  echo '	}'
  echo '}'
} >"$work/text" || exit
cat "$work/text" >"$work/new" || exit
if ! grep -q 'comment "lmr ' "$work/new"; then
  if [ -e "$unit" ]; then systemctl --quiet disable --now "${unit##*/}" || exit; fi
  rm -f -- "$file" "$unit" && sync "${file%/*}" "${unit%/*}" || exit
  systemctl daemon-reload
  exit
fi
[ -e "$file" ] || chmod 0644 "$work/new" || exit
nft -c -f "$work/new" || exit
cat >"$work/unit" <<UNIT || exit
# Kept by lmr.
[Unit]
Description=Marks on packets of live migrations
# nftables.service throws away all tables when it starts or loads again.
After=nftables.service network-pre.target
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$(command -v nft) -f $file
ExecReload=$(command -v nft) -f $file

[Install]
WantedBy=multi-user.target
UNIT
chmod 0644 "$work/unit" && sync "$work/new" "$work/unit" || exit
mv -f -- "$work/new" "$file" && mv -f -- "$work/unit" "$unit" && sync "${file%/*}" "${unit%/*}" || exit
systemctl daemon-reload && systemctl --quiet enable "${unit##*/}" && systemctl restart "${unit##*/}"
