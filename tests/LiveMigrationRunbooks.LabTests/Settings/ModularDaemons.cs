namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// Stands in for the modular daemons, which Debian does not build: libvirtd's own program under the name of virtqemud, behind sockets of that name,
/// and systemd's forwarder in the place of virtproxyd. Units, sockets, processes and who runs the guests are real; the split into drivers is not.
/// </summary>
internal static class ModularDaemons
{
    public const string Install = """
        units=/usr/local/lib/systemd/system; mkdir -p $units && cp /usr/sbin/libvirtd /usr/local/sbin/virtqemud &&
        socket() { printf '[Unit]\nBefore=%s.service\n[Socket]\nListenStream=/run/libvirt/%s\nFileDescriptorName=%s\nService=%s.service\nRemoveOnStop=yes\n[Install]\nWantedBy=sockets.target\n' "$2" "$3" "$4" "$2" >$units/$1.socket; }
        for kind in "" -ro -admin; do
          socket virtqemud$kind virtqemud virtqemud$kind-sock libvirtd$kind.socket
          socket virtproxyd$kind virtproxyd libvirt$kind-sock virtproxyd$kind.socket
        done
        sed -i s,virtproxyd-ro.socket,virtproxyd.socket, $units/virtproxyd-ro.socket; sed -i s,libvirt-ro-sock,libvirt-sock-ro, $units/virtproxyd-ro.socket; sed -i s,virtqemud-ro-sock,virtqemud-sock-ro, $units/virtqemud-ro.socket
        printf '[Socket]\nListenStream=16514\nService=virtproxyd.service\n[Install]\nWantedBy=sockets.target\n' >$units/virtproxyd-tls.socket
        printf '[Unit]\nRequires=virtlogd.socket\n[Service]\nType=notify\nExecStart=/usr/local/sbin/virtqemud --timeout 120 --pid-file /run/virtqemud.pid\nKillMode=process\nLimitMEMLOCK=64M\n[Install]\nWantedBy=multi-user.target\nAlso=virtqemud.socket virtqemud-ro.socket virtqemud-admin.socket\n' >$units/virtqemud.service
        printf '[Service]\nExecStart=/lib/systemd/systemd-socket-proxyd /run/libvirt/virtqemud-sock\n[Install]\nAlso=virtproxyd.socket\n' >$units/virtproxyd.service
        systemctl daemon-reload
        """;

    public const string Remove = "rm -f /usr/local/sbin/virtqemud /usr/local/lib/systemd/system/virt*; systemctl daemon-reload";
}
