# Takes lmr's rules out of a chain, by the comment they carry; a rule that is gone already is no error.
# $1 family  $2 table  $3 chain  $4 comment
nft -a list chain "$1" "$2" "$3" | COMMENT="comment \"$4\"" awk '
  index($0, ENVIRON["COMMENT"]) && match($0, /# handle [0-9]+$/) { print substr($0, RSTART + 9) }
' | while read -r handle; do
  nft delete rule "$1" "$2" "$3" handle "$handle" || exit
done
