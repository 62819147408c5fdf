# Sets extended attributes of a file.
# $1 path  then NAME BASE64 …
path=$1
shift
while [ $# -ge 2 ]; do
  lmr_xattr "$path" "$1" "$2" || exit
  shift 2
done
