# Fails with rbd's own words where a pool does not answer with the files that are there now.
# $1 cluster  $2 user  $3 pool
answer=$(ceph_ask "$1" "$2" "$3")
code=$(printf '%s\n' "$answer" | sed -n 's/^exit=//p')
why=$(printf '%s\n' "$answer" | sed -n 's/^told=//p')
if [ "$code" != 0 ]; then
  echo "the pool $3 does not answer client.$2: rbd ended with $code${why:+: $why}" >&2
  exit 1
fi
