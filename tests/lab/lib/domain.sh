# shellcheck shell=sh
# A guest of the lab as libvirt sees it.

# The UUID follows from the name (RFC 4122, version 5 over a name of ours), so tests know it without asking.
uuid_of() {
    printf 'lmr-lab/%s' "$1" | sha1sum |
        sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-5\3-8\4-\5/'
}

serial_of() { say "$shared/serial/$1.log"; }

# A disk that only its host has.
image_of() { say "/var/lib/libvirt/images/$1.qcow2"; }

# Where its firmware keeps its variables.
nvram_of() { say "/var/lib/libvirt/qemu/nvram/$1_VARS.fd"; }

# With a NIC it also has a channel for an agent.
# domain_xml NAME MEMORY TOUCHED HOT DIRTY DISK_PORT IMAGE BUTTON ADDRESS UEFI TPM (an IMAGE without a path is a volume of the pool "guests"; empty: no disk, no ear for its power button, no NIC, BIOS, no TPM);
# sizes in MiB, rate in MiB/s
domain_xml() {
    disk=
    [ -z "$6" ] || disk="<disk type='network' device='disk'><driver name='qemu' type='raw' cache='none'/>
      <source protocol='nbd' name='$1'><host name='$storage_address' port='$6'/></source><target dev='vda' bus='virtio'/></disk>"
    own=vda
    [ -z "$6" ] || own=vdb
    case $7 in /*) kind=file source="file='$7'" ;; *) kind=volume source="pool='guests' volume='$7'" ;; esac
    [ -z "$7" ] || disk="$disk<disk type='$kind' device='disk'><driver name='qemu' type='qcow2'/><source $source/><target dev='$own' bus='virtio'/></disk>"
    nic=; agent=; initrd=guest${8:+-button}.cpio
    if [ -n "$9" ]; then
        initrd=guest-nic.cpio
        agent="<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
        # Firmware of its own would be one more package on the hosts.
        nic="<interface type='bridge'><mac address='$(uuid_of "$1" | sed 's/^\(..\)\(..\).*/02:4c:4d:53:\1:\2/')'/><source bridge='br-guests'/><model type='virtio'/><rom enabled='no'/></interface>"
    fi
    firmware=; tpm=
    [ -z "${10}" ] || firmware="<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>
    <nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'>$(nvram_of "$1")</nvram>"
    [ -z "${11}" ] || tpm="<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"
    # QEMU starts a kernel that is unpacked by itself, firmware only one with a header for it.
    linux=vmlinux
    [ -z "${10}" ] || linux=vmlinuz
    cat <<END
<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>$1</name>
  <uuid>$(uuid_of "$1")</uuid>
  <memory unit='MiB'>$2</memory>
  <vcpu>1</vcpu>
  <cpu mode='custom' match='exact'><model fallback='forbid'>qemu64</model></cpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    $firmware
    <kernel>/var/lib/libvirt/shared/$linux</kernel>
    <initrd>/var/lib/libvirt/shared/$initrd</initrd>
    <cmdline>quiet console=tty0 nokaslr mitigations=off touched=$3 hot=$4 dirty=$5 disk=${disk:+vda} address=$9</cmdline>
  </os>
  <features><acpi/></features>
  <on_reboot>restart</on_reboot>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <serial type='file'>
      <source path='/var/lib/libvirt/shared/serial/$1.log' append='on'/>
      <target type='isa-serial' port='0'/>
    </serial>
    $disk
    $nic
    $tpm
    $agent
    <controller type='usb' model='none'/>
    <memballoon model='none'/>
  </devices>
  <qemu:commandline>
    <qemu:arg value='-qmp'/>
    <qemu:arg value='unix:/run/lmr-observe/$1.qmp,server=on,wait=off'/>
  </qemu:commandline>
</domain>
END
}
