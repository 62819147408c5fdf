# Sets parameters of a module that is in the kernel.
# $1 module  $2 parameter  $3 value  $4 parameter …
module=$1
shift
while [ $# -ge 2 ]; do
  if ! printf '%s\n' "$2" >"/sys/module/$module/parameters/$1"; then
    echo "the kernel refuses $1 = $2 for $module" >&2
    exit 1
  fi
  shift 2
done
