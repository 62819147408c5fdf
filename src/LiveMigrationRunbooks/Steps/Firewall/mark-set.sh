# Puts rules in the place of those with the same comment, in a table of lmr's own and in one transaction. The table goes with its last rule.
# $1 comment  $2 … rules
comment=$1
shift
{
  echo 'add table inet lmr_mark'
  echo 'add chain inet lmr_mark output { type filter hook output priority -150; policy accept; }'
  nft -a list chain inet lmr_mark output 2>/dev/null | COMMENT="comment \"$comment\"" awk '
    index($0, ENVIRON["COMMENT"]) && match($0, /# handle [0-9]+$/) { print "delete rule inet lmr_mark output handle " substr($0, RSTART + 9) }
  '
  for rule; do printf 'add rule inet lmr_mark output %s comment "%s"\n' "$rule" "$comment"; done
} | nft -f - || exit
case $(nft list chain inet lmr_mark output) in *'comment "lmr '*) ;; *) nft delete table inet lmr_mark ;; esac
