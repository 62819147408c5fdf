# shellcheck shell=sh
# Put before each read script: answers in sections that no text of a guest can imitate.
# A head line "%%lmr NAME ABOUT RC OUTLEN ERRLEN", then exactly that many bytes; "%%lmr end" closes a whole answer.
# A session has a folder of its own, which goes with it; a look at a move shall not make one each time.
scratch=${lmr_dir:-}
if [ -z "$scratch" ]; then
  scratch=$(mktemp -d) || exit 1
  trap 'rm -rf "$scratch"' EXIT
fi

# section NAME ABOUT PROGRAM…  Every program has $limit seconds, else 20: a daemon that hangs must not
# hang the reader. Returns the program's code.
section() {
  section_name=$1
  section_about=$2
  shift 2
  LC_ALL=C timeout -k 5 "${limit:-20}" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
  section_code=$?
  # shellcheck disable=SC2046 # two numbers
  set -- $(stat -c %s "$scratch/out" "$scratch/err")
  printf '\n%%%%lmr %s %s %d %d %d\n' "$section_name" "$section_about" "$section_code" "$1" "$2"
  cat "$scratch/out" "$scratch/err"
  return "$section_code"
}

ask() {
  ask_name=$1
  ask_about=$2
  shift 2
  section "$ask_name" "$ask_about" virsh -q -c qemu:///system "$@"
}

answered() {
  printf '\n%%%%lmr end\n'
}

# UUIDs of the QEMU processes that the kernel shows, whatever libvirt knows: their argument vector holds -uuid UUID.
qemu_uuids() {
  for process in /proc/[0-9]*/cmdline; do
    case $(readlink "${process%/cmdline}/exe" 2>/dev/null) in
      *qemu*) tr '\0' '\n' <"$process" 2>/dev/null | awk 'named { print; exit } $0 == "-uuid" { named = 1 }' ;;
    esac
  done
}

qemu_processes() {
  qemu_uuids >"$scratch/uuids"
  section processes - cat "$scratch/uuids"
}
