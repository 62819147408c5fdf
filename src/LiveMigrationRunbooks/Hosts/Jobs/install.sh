# shellcheck shell=sh
# What a boot in the window does: files return before the network begins with them, all else when it is there.
lmr_install() {
    lmr_units=/etc/systemd/system
    # Where the state lies on a file system of its own, udev is what brings it.
    lmr_first=
    if [ "$(stat -c %d "$LMR_ROOT")" = "$(stat -c %d /)" ]; then lmr_first=systemd-udev-trigger.service; fi
    lmr_durable "$lmr_units/lmr-finish-early.service" <<end &&
[Unit]
Description=lmr: files of a change that was not confirmed return
DefaultDependencies=no
RequiresMountsFor=$LMR_ROOT /etc
After=systemd-remount-fs.service
Before=$lmr_first network-pre.target systemd-sysctl.service nftables.service ufw.service netfilter-persistent.service firewalld.service
Before=systemd-networkd.service NetworkManager.service networking.service ssh.service sshd.service shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target

[Service]
Type=oneshot
ExecStart=/bin/sh "$LMR_ROOT/finish.sh" "$LMR_ROOT" early
end
        lmr_durable "$lmr_units/lmr-finish.service" <<end &&
[Unit]
Description=lmr: a change that was not confirmed is taken back
Wants=lmr-finish-early.service
After=lmr-finish-early.service network.target dbus.service nftables.service ufw.service netfilter-persistent.service firewalld.service
After=systemd-networkd.service NetworkManager.service networking.service

[Service]
Type=simple
KillMode=process
ExecStart=/bin/sh "$LMR_ROOT/finish.sh" "$LMR_ROOT" late
end
        lmr_durable "$LMR_ROOT/finish.sh" <<'end' &&
# Written by lmr when a change was armed, and run by systemd at boot. $1 the state folder, $2 early or late.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
armed=$(readlink "$1/armed") || exit 0
job=$1/runs/$armed
case $(readlink "$job/go") in confirmed | cancelled) exit 0 ;; esac
[ -e "$job/job.sh" ] && [ ! -e "$job/rc" ] || exit 0
exec /bin/sh "$job/job.sh" "$job" "$1" "$2"
end
        mkdir -p "$lmr_units/multi-user.target.wants" &&
        ln -sf ../lmr-finish.service "$lmr_units/multi-user.target.wants/lmr-finish.service" &&
        chmod 644 "$lmr_units/lmr-finish-early.service" "$lmr_units/lmr-finish.service" &&
        sync "$lmr_units/multi-user.target.wants" "$lmr_units"
}
