# shellcheck shell=sh disable=SC2154 # sections.sh, which comes before, sets it
# Answers questions about paths, TCP addresses, peers and CPUs, one a line on standard input; words that may hold spaces are base64:
#   path BASE64 · tcp HOST PORT · peer NAME · cpu UUID DOMAINTYPE ARCH MACHINE EMULATOR BASE64

# A constant text for the inner shell. The message of bash names the kernel's reason: refused, no route, timed out.
# shellcheck disable=SC2016 # the inner shell expands it
connect='exec 3<>"/dev/tcp/$1/$2"'

while read -r question first second third fourth fifth sixth; do
  case $question in
    path) section path "$first" stat -L -c '%i %s %F' -- "$(printf %s "$first" | base64 -d)" ;;
    tcp) section tcp "$first:$second" timeout 5 bash -c "$connect" connect "$first" "$second" ;;
    # The way a source's daemon takes to its peer: root's key, root's known_hosts, the peer's libvirtd.
    peer) section peer "$first" virsh -q -c "qemu+ssh://$first/system?no_tty=1" capabilities ;;
    cpu)
      printf %s "$sixth" | base64 -d >"$scratch/cpu.xml"
      ask cpu "$first" hypervisor-cpu-compare "$scratch/cpu.xml" --error --virttype "$second" --arch "$third" --machine "$fourth" --emulator "$fifth"
      ;;
  esac
done
answered
