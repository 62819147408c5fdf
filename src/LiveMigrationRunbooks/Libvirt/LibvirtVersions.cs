using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Versions of the libvirt daemon (not of the client) and of QEMU.</summary>
public sealed partial record LibvirtVersions(Version Libvirt, Version Qemu)
{
    /// <summary>Reads <c>virsh version --daemon</c>; null where it does not say both.</summary>
    public static LibvirtVersions? Read(string text) =>
        Version(text, DaemonVersion()) is { } libvirt && Version(text, QemuVersion()) is { } qemu ? new(libvirt, qemu) : null;

    private static Version? Version(string text, Regex pattern) => System.Version.TryParse(pattern.Match(text).Groups[1].Value, out var version) ? version : null;

    [GeneratedRegex(@"Running against daemon:\s*(\d+\.\d+\.\d+)")]
    private static partial Regex DaemonVersion();

    [GeneratedRegex(@"Running hypervisor:\s*\S+\s+(\d+\.\d+\.\d+)")]
    private static partial Regex QemuVersion();
}
