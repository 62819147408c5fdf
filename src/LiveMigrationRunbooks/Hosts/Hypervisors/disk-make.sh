# shellcheck shell=sh
# Makes the images that copies of a guest's disks go to. $1: state folder, $2: UUID; lines "FORMAT BYTES PATH BASEFORMAT BASE POOL" on standard
# input, the last three "-" where there is none, PATH, BASE and POOL in base64: the image, what it stands on where that is no whole disk, and the
# storage pool that is to know of it.
# What is there is somebody's, unless an earlier try of the same guest made it. Codes: 75 refused, having made nothing.
set -eu
command -v qemu-img >/dev/null || {
  echo "qemu-img is not installed: package qemu-utils, on Red Hat's systems qemu-img" >&2
  exit 75
}
made=$1/made/$2
mkdir -p "$1/made"
wanted=$(cat)
plain() { printf %s "$1" | base64 -d; }
echo "$wanted" | while read -r format bytes name base_format base pool; do
  path=$(plain "$name")
  if { [ -e "$path" ] || [ -L "$path" ]; } && ! grep -qxF -- "$name" "$made" 2>/dev/null; then
    echo "$path is there already, and lmr has not made it: nothing done" >&2
    exit 75
  fi
done
echo "$wanted" | while read -r format bytes name base_format base pool; do
  grep -qxF -- "$name" "$made" 2>/dev/null || printf '%s\n' "$name" >>"$made"
done
sync "$made" "$1/made"
echo "$wanted" | while read -r format bytes name base_format base pool; do
  path=$(plain "$name")
  if [ "$base" != - ]; then
    qemu-img create -q -f "$format" -F "$base_format" -b "$(plain "$base")" -- "$path" "$bytes"
  else
    qemu-img create -q -f "$format" -- "$path" "$bytes"
  fi
  # A volume that libvirt does not know of is not there for it.
  [ "$pool" = - ] || timeout -k 5 60 virsh -q -c qemu:///system pool-refresh -- "$(plain "$pool")" </dev/null
done
