namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>
/// libvirt's daemons and the files that each of them loads when it starts. One daemon does it all, libvirtd, or one for each driver does its part
/// and virtproxyd listens for those who ask from elsewhere.
/// </summary>
internal static class LibvirtDaemons
{
    public const string FilePattern = @"(libvirt|libvirt-admin|libvirtd|qemu|qemu-lockd|qemu-sanlock|network|virtqemud|virtproxyd|virtnetworkd|virtstoraged|virtsecretd|virtnodedevd|virtinterfaced|virtnwfilterd|virtlockd|virtlogd)\.conf";
    public const string FileWords = "a file of a daemon (libvirtd.conf, virtqemud.conf, virtproxyd.conf, virtlockd.conf …), of a driver (qemu.conf, qemu-lockd.conf, qemu-sanlock.conf, network.conf), or of clients (libvirt.conf, libvirt-admin.conf)";

    /// <summary>The daemons that load a file; of several the one that runs has it loaded. None for files of clients, who read them whenever they connect.</summary>
    public static IReadOnlyList<string> LoadersOf(string file) => file switch
    {
        "qemu.conf" or "qemu-lockd.conf" or "qemu-sanlock.conf" => ["virtqemud", "libvirtd"],
        "network.conf" => ["virtnetworkd", "libvirtd"],
        "libvirt.conf" or "libvirt-admin.conf" => [],
        _ => [file[..^".conf".Length]],
    };

    /// <summary>Keys of a daemon's own file that count for nothing where systemd opens the daemon's sockets.</summary>
    public static bool IsSystemds(string file, string key) =>
        file is "libvirtd.conf" or "virtproxyd.conf" && key is "listen_tls" or "listen_tcp" or "tls_port" or "tcp_port" or "listen_addr";
}
