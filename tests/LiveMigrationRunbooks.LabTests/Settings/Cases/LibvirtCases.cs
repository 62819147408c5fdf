using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>libvirt.</summary>
internal static class LibvirtCases
{
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("libvirt.conf", "kvm2", "libvirt.conf: { file: qemu.conf, set: { keepalive_interval: 7 } }\nnotify: restart libvirt",
            $"grep -E '^ *keepalive_interval' /etc/libvirt/qemu.conf; {HostView.Files("/etc/libvirt/qemu.conf")}",
            ["keepalive_interval = 7"], "sed -i 's/^keepalive_interval = 7/keepalive_interval = 8/' /etc/libvirt/qemu.conf", "sed -i 's/^keepalive_interval = 8/keepalive_interval = 7/' /etc/libvirt/qemu.conf")
        { Lasts = true, Any = random => $"libvirt.conf: {{ file: qemu.conf, set: {{ keepalive_interval: {random.Next(1, 60)} }} }}\nnotify: restart libvirt" },
    ];
}
