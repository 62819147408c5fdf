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
    ];
}
