using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Storage.</summary>
internal static class StorageCases
{
    private const string Path = "/srv/lmrlab";
    private const string Unit = "/etc/systemd/system/srv-lmrlab.mount";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("storage.mount", "kvm2", $"storage.mount: {{ source: tmpfs, path: {Path}, type: tmpfs, options: [size=16m, nosuid] }}",
            $"findmnt -rn -M {Path} -o SOURCE,FSTYPE,OPTIONS; ls -d {Path}; {HostView.Files(Unit, "/etc/systemd/system/local-fs.target.wants")}",
            ["tmpfs tmpfs rw,nosuid,relatime,size=16384k", Path, $"{Unit} regular file 644 0:0"],
            $"mount -o remount,suid {Path}", $"mount -o remount,nosuid {Path}")
        { Any = random => $"storage.mount: {{ source: tmpfs, path: {Path}, type: tmpfs, options: [size={random.Next(1, 64)}m, {new[] { "nosuid", "nodev", "ro" }[random.Next(3)]}] }}" },
        // The hub serves both (tests/lab/lib/served-san), and the kernel of a container knows neither.
        new("storage.mount", "vm1", $"storage.mount: {{ source: {Server}:/export, path: {Path}, type: nfs, options: [hard, nosuid] }}",
            $"findmnt -rn -M {Path} -o SOURCE,FSTYPE,OPTIONS | cut -d , -f 1-2; ls -d {Path}; {HostView.Files(Unit, "/etc/systemd/system/remote-fs.target.wants")}",
            [$"{Server}:/export nfs4 rw,nosuid", Path, $"{Unit} regular file 644 0:0"],
            $"umount {Path}", $"mount -t nfs -o hard,nosuid {Server}:/export {Path}"),
        new("storage.iscsi", "vm1", $"storage.iscsi: {{ target: {Target}, portal: {Server} }}",
            $"cat /sys/class/iscsi_session/*/targetname /sys/class/iscsi_session/*/state; grep '^node.startup' {Record}; {HostView.Files(Record)}",
            [Target, "LOGGED_IN", "node.startup = automatic", $"{Record} regular file 600 0:0"],
            $"iscsiadm -m node -T {Target} -u", $"iscsiadm -m node -T {Target} -l")
        { Any = random => $"storage.iscsi: {{ target: {Target}, portal: {Server}, startup: {new[] { "automatic", "manual" }[random.Next(2)]} }}" },
    ];

    private const string Server = "192.0.2.2";
    private const string Target = "iqn.2026-11.net.example:guests";
    private const string Record = $"/etc/iscsi/nodes/{Target}/{Server},3260";
}
