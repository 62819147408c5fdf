# shellcheck shell=sh
# Who is who: keys, names and ids of every host, and what the controller is told of them.

# All identities at once, so that a host added later is known to those that run already.
identities_up() {
    mkdir -p "$hosts" "$inventory" "$LMR_LAB/identities"
    chmod 700 "$LMR_LAB/identities"
    [ -e "$key" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$key"
    [ -e "$LMR_LAB/identities/complete" ] && return
    for host in $(every_host); do
        own=$LMR_LAB/identities/$host
        rm -rf "$own"
        mkdir -p "$own"
        ssh-keygen -q -t ed25519 -N '' -C "$host" -f "$own/host"
        ssh-keygen -q -t ed25519 -N '' -C "root@$host" -f "$own/root"
        tr -d '-' </proc/sys/kernel/random/uuid >"$own/machine-id"
        cat /proc/sys/kernel/random/uuid >"$own/host-uuid"
    done
    names >"$LMR_LAB/identities/hosts"
    for host in $(every_host); do
        public=$(cut -d' ' -f1,2 "$LMR_LAB/identities/$host/host.pub")
        say "$host,$host-mig,$(mgmt_of "$host"),$(mig_of "$host") $public"
    done >"$LMR_LAB/identities/known_hosts"
    cat "$key.pub" "$LMR_LAB"/identities/*/root.pub >"$LMR_LAB/identities/authorized_keys"
    touch "$LMR_LAB/identities/complete"
}

names() {
    say "127.0.0.1 localhost"
    for host in $(every_host); do
        say "$(mgmt_of "$host") $host"
        say "$(mig_of "$host") $host-mig"
    done
}

# What makes a host itself, as a tree to be laid over the base.
write_seed() {
    host=$1; tree=$2; own=$LMR_LAB/identities/$host
    cp -a "$here/lib/files/." "$tree/"
    chown -R 0:0 "$tree"
    chmod 440 "$tree/etc/sudoers.d/ops"
    mkdir -p "$tree/etc/ssh" "$tree/etc/libvirt" "$tree/etc/systemd/system/sysinit.target.wants"
    # Made here, because a link among the files does not outlive every way of copying a repository.
    ln -s ../lab-links.service "$tree/etc/systemd/system/sysinit.target.wants/lab-links.service"
    say "$host" >"$tree/etc/hostname"
    cp "$own/machine-id" "$tree/etc/machine-id"
    cp "$LMR_LAB/identities/hosts" "$tree/etc/hosts"
    install -m 600 "$own/host" "$tree/etc/ssh/ssh_host_ed25519_key"
    install -m 644 "$own/host.pub" "$tree/etc/ssh/ssh_host_ed25519_key.pub"
    authorize "$tree/root" 0 "$LMR_LAB/identities/authorized_keys"
    install -m 600 "$own/root" "$tree/root/.ssh/id_ed25519"
    install -m 644 "$LMR_LAB/identities/known_hosts" "$tree/root/.ssh/known_hosts"
    authorize "$tree/home/ops" 1001 "$key.pub"
    authorize "$tree/home/nosudo" 1002 "$key.pub"
    cp -a "$base/etc/libvirt/qemu.conf" "$base/etc/libvirt/libvirtd.conf" "$tree/etc/libvirt/"
    cat "$here/lib/qemu.conf" >>"$tree/etc/libvirt/qemu.conf"
    # Hosts of tests that hold the end of a move open by stopping its target's daemon: libvirt's own half a minute of patience is less than a busy machine takes.
    case $host in kvm1[0-3]) say 'keepalive_count = 17' >>"$tree/etc/libvirt/qemu.conf" ;; esac
    say "host_uuid = \"$(cat "$own/host-uuid")\"" >>"$tree/etc/libvirt/libvirtd.conf"
    # On the others its sockets start it, once somebody asks; the VM tier boots faster without.
    case $host in kvm3 | vm*) ;; *) wanted_by "$tree/etc" libvirtd.service multi-user.target ;; esac
    write_network "$host" "$tree/etc"
    write_firewall "$host" "$tree/etc"
    (cd "$tree" && find . -type d) | while read -r dir; do
        if [ -d "$base/$dir" ]; then chmod --reference="$base/$dir" "$tree/$dir"; fi
    done
}

authorize() {
    mkdir -p "$1/.ssh"
    install -m 600 "$3" "$1/.ssh/authorized_keys"
    chmod 700 "$1" "$1/.ssh"
    chown -R "$2:$2" "$1"
}

# What the controller reads: the hosts that are up, in Ansible's shape.
write_inventory() {
    grep -v '^#' "$LMR_LAB/identities/known_hosts" | while IFS=' ' read -r names rest; do say "${names%%,*} $rest"; done \
        >"$inventory/known_hosts"
    {
        say "all:"
        say "  vars:"
        say "    ansible_user: root"
        say "    ansible_ssh_private_key_file: $key"
        say "    migration_net: 198.51.100.0/24"
        say "  children:"
        group kvm
        group odd
        group more
        group pairs
        group vm
    } >"$inventory/hosts.yml"
    {
        say "LMR_LAB=$LMR_LAB"
        say "LAB_HOSTS='$(known_hosts_up | tr '\n' ' ' | sed 's/ $//')'"
        say "LAB_KEY=$key"
        say "LAB_KNOWN_HOSTS=$inventory/known_hosts"
        say "LAB_INVENTORY=$inventory/hosts.yml"
        say "LAB_SHARED=$shared"
    } >"$LMR_LAB/lab.env"
}

# kvm4 and kvm5 are managed otherwise than most hosts, so they are not among `kvm`; the others leave it as it is with three hosts.
group_of() {
    case $1 in
        kvm4 | kvm5) say odd ;;
        kvm[6-9]) say more ;;
        kvm1?) say pairs ;;
        kvm*) say kvm ;;
        *) say vm ;;
    esac
}

group() {
    members=$(for host in $(known_hosts_up); do if [ "$(group_of "$host")" = "$1" ]; then say "$host"; fi; done)
    [ -n "$members" ] || return 0
    say "    $1:"
    say "      hosts:"
    for host in $members; do
        say "        $host: { ansible_host: $(mgmt_of "$host"), migration_address: $(mig_of "$host") }"
    done
}
