# shellcheck shell=sh
# Makes the images that copies of a guest's disks go to. $1: state folder, $2: UUID; lines "FORMAT BYTES BASE64PATH" on standard input.
# What is there is somebody's, unless an earlier try of the same guest made it. Codes: 75 refused, having made nothing.
set -eu
command -v qemu-img >/dev/null || {
  echo "qemu-img is not installed: package qemu-utils, on Red Hat's systems qemu-img" >&2
  exit 75
}
made=$1/made/$2
mkdir -p "$1/made"
wanted=$(cat)
echo "$wanted" | while read -r format bytes name; do
  path=$(printf %s "$name" | base64 -d)
  if { [ -e "$path" ] || [ -L "$path" ]; } && ! grep -qxF -- "$name" "$made" 2>/dev/null; then
    echo "$path is there already, and lmr has not made it: nothing done" >&2
    exit 75
  fi
done
echo "$wanted" | while read -r format bytes name; do
  grep -qxF -- "$name" "$made" 2>/dev/null || printf '%s\n' "$name" >>"$made"
done
sync "$made" "$1/made"
echo "$wanted" | while read -r format bytes name; do
  path=$(printf %s "$name" | base64 -d)
  qemu-img create -q -f "$format" -- "$path" "$bytes"
done
