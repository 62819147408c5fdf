# shellcheck shell=sh
# Removes the inactive definition of the guest $1. Codes: 0 removed or not there, 75 refused, else libvirt's.
virsh() {
  LC_ALL=C timeout -k 5 "${limit:-20}" virsh -q -c qemu:///system "$@" </dev/null
}

# gone UUID: libvirt answers, and does not know the guest. Nothing else is "gone": not an error, not silence.
gone() {
  known=$(virsh list --all --uuid) || return 1
  case $known in *"$1"*) return 1 ;; esac
}

if gone "$1"; then exit 0; fi
# Between two words somebody else, or the end of the move itself, may remove it: that is what was wanted.
state=$(virsh domstate "$1") || {
  code=$?
  if gone "$1"; then exit 0; fi
  exit "$code"
}
if [ "$state" != "shut off" ]; then
  echo "the guest is $state here: its definition stays" >&2
  exit 75
fi
if qemu_uuids | grep -qx "$1"; then
  echo "a QEMU process of this guest lives here: its definition stays" >&2
  exit 75
fi
# What an older virsh does not know cannot be kept: swtpm state came to be handled together with --keep-tpm.
keep=--keep-nvram
case $(virsh help undefine) in *--keep-tpm*) keep="$keep --keep-tpm" ;; esac
# libvirt itself waits half a minute for a job that holds the guest, and then says so.
limit=40
# shellcheck disable=SC2086 # two options
virsh undefine "$1" $keep || {
  code=$?
  if gone "$1"; then exit 0; fi
  exit "$code"
}
