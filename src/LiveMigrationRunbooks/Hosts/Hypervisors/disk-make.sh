# shellcheck shell=sh
# Makes the images that copies of a guest's disks go to. $1: state folder, $2: UUID; lines "FORMAT BYTES BASE64PATH [FORMAT BASE64PATH]"
# on standard input: the image, and what it stands on where that is no whole disk.
# What is there is somebody's, unless an earlier try of the same guest made it. Codes: 75 refused, having made nothing.
set -eu
command -v qemu-img >/dev/null || {
  echo "qemu-img is not installed: package qemu-utils, on Red Hat's systems qemu-img" >&2
  exit 75
}
made=$1/made/$2
mkdir -p "$1/made"
wanted=$(cat)
echo "$wanted" | while read -r format bytes name base_format base; do
  path=$(printf %s "$name" | base64 -d)
  if { [ -e "$path" ] || [ -L "$path" ]; } && ! grep -qxF -- "$name" "$made" 2>/dev/null; then
    echo "$path is there already, and lmr has not made it: nothing done" >&2
    exit 75
  fi
done
echo "$wanted" | while read -r format bytes name base_format base; do
  grep -qxF -- "$name" "$made" 2>/dev/null || printf '%s\n' "$name" >>"$made"
done
sync "$made" "$1/made"
echo "$wanted" | while read -r format bytes name base_format base; do
  path=$(printf %s "$name" | base64 -d)
  if [ -n "$base" ]; then
    qemu-img create -q -f "$format" -F "$base_format" -b "$(printf %s "$base" | base64 -d)" -- "$path" "$bytes"
  else
    qemu-img create -q -f "$format" -- "$path" "$bytes"
  fi
done
