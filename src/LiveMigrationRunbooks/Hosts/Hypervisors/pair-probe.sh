# shellcheck shell=sh disable=SC2154 # sections.sh, which comes before, sets it
# Answers questions about paths, TCP addresses, peers and CPUs, one a line on standard input; words that may hold spaces are base64:
#   path BASE64 · tcp HOST PORT · peer NAME · tls HOST · cpu UUID DOMAINTYPE ARCH MACHINE EMULATOR BASE64
#   disk UUID NAME · folder BASE64 (or a file in it) · made UUID · userfaultfd
# $1: the shell text that answers the last of them.

# A constant text for the inner shell. The message of bash names the kernel's reason: refused, no route, timed out.
# shellcheck disable=SC2016 # the inner shell expands it
connect='exec 3<>"/dev/tcp/$1/$2"'

while read -r question first second third fourth fifth sixth; do
  case $question in
    path) section path "$first" stat -L -c '%i %s %F' -- "$(printf %s "$first" | base64 -d)" ;;
    tcp) section tcp "$first:$second" timeout 5 bash -c "$connect" connect "$first" "$second" ;;
    # The way a source's daemon takes to its peer: root's key, root's known_hosts, the peer's libvirtd.
    peer) section peer "$first" virsh -q -c "qemu+ssh://$first/system?no_tty=1" capabilities ;;
    # By certificates; an address of six parts stands in brackets.
    tls) section tls "$first" virsh -q -c "qemu+tls://$first/system" capabilities ;;
    disk) ask disk "$first:$second" domblkinfo "$first" "$second" ;;
    folder) section folder "$first" stat -f -c '%T %a %S fs=%i' -- "$(printf %s "$first" | base64 -d)" ;;
    # Images that lmr has made here for copies of this guest's disks.
    made) section made "$first" cat "/var/lib/lmr/made/$first" ;;
    userfaultfd) section userfaultfd - sh -c "$1" ;;
    cpu)
      printf %s "$sixth" | base64 -d >"$scratch/cpu.xml"
      ask cpu "$first" hypervisor-cpu-compare "$scratch/cpu.xml" --error --virttype "$second" --arch "$third" --machine "$fourth" --emulator "$fifth"
      ;;
  esac
done
answered
