# shellcheck shell=sh
# Takes the guest $1 down where it is. $2: shutdown, asked by its agent where that answers, else by ACPI; managed-save, its memory goes
# to the host's disk. Never by force. Codes: 75 refused, having done nothing, else libvirt's. Whether it went is not ours to say.
quickly() {
  LC_ALL=C timeout -k 5 20 virsh -q -c qemu:///system "$@" </dev/null
}

# Of a transient guest nothing would be left.
persistent=$(quickly list --all --persistent --uuid) || exit 1
case $persistent in
  *"$1"*) ;;
  *)
    echo "the guest is not defined here: nothing done" >&2
    exit 75
    ;;
esac
if [ "$2" = managed-save ]; then
  LC_ALL=C virsh -q -c qemu:///system managedsave "$1" </dev/null
  exit
fi
# An agent that is not there, or hangs, must not keep the button from being pressed.
if quickly qemu-agent-command "$1" '{"execute":"guest-ping"}' --timeout 5 >/dev/null 2>&1 && quickly shutdown "$1" --mode agent; then exit 0; fi
quickly shutdown "$1" --mode acpi
