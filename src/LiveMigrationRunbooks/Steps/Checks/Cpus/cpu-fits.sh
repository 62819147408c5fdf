# Asks libvirt about CPUs, a question a line on standard input, with XML in base64:
#   baseline VIRTTYPE BASE64                         what is common to several hosts' capabilities
#   guest UUID VIRTTYPE ARCH MACHINE EMULATOR BASE64  whether this host can give it
# Answers "baseline CODE BASE64" (what it printed) and "guest UUID CODE BASE64".
ask() { LC_ALL=C timeout -k 2 20 virsh -q -c qemu:///system "$@" 2>&1 </dev/null; }
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
while read -r question first second third fourth fifth sixth; do
  case $question in
    baseline)
      printf %s "$second" | base64 -d >"$scratch/hosts.xml"
      said=$(ask hypervisor-cpu-baseline "$scratch/hosts.xml" --virttype "$first" --migratable)
      echo "baseline $? $(printf %s "$said" | base64 | tr -d '\n')"
      ;;
    guest)
      printf %s "$sixth" | base64 -d >"$scratch/guest.xml"
      said=$(ask hypervisor-cpu-compare "$scratch/guest.xml" --error --virttype "$second" --arch "$third" --machine "$fourth" --emulator "$fifth")
      echo "guest $first $? $(printf %s "$said" | base64 | tr -d '\n')"
      ;;
  esac
done
