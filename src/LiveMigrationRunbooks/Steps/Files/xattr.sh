# Sets one extended attribute with the tool that is there.
# $1 path  $2 name  $3 value as base64
lmr_xattr() {
  if command -v setfattr >/dev/null 2>&1; then
    setfattr -h -n "$2" -v "0s$3" -- "$1"
  elif command -v python3 >/dev/null 2>&1; then
    python3 -c 'import base64, os, sys
os.setxattr(sys.argv[1], sys.argv[2], base64.b64decode(sys.argv[3]), follow_symlinks=False)' "$@"
  else
    echo "neither setfattr nor python3 is there to set $2" >&2
    return 1
  fi
}
