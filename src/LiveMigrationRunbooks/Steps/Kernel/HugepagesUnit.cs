using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>
/// The unit that fills the pools of one size early at boot, after the files of sysctl.d and before any guest. The kernel's command line
/// cannot name nodes before Linux 5.16, and would need a boot to take effect.
/// </summary>
internal sealed record HugepagesUnit(long Kib)
{
    private string Name => $"lmr-hugepages-{Kib}kB.service";

    public string Path => $"/etc/systemd/system/{Name}";

    public string Link => $"/etc/systemd/system/sysinit.target.wants/{Name}";

    public static string Pool(string node, long kib) => node == HugepagesReading.Everywhere
        ? $"/sys/kernel/mm/hugepages/hugepages-{kib}kB/nr_hugepages"
        : $"/sys/devices/system/node/node{node}/hugepages/hugepages-{kib}kB/nr_hugepages";

    // The second half makes a boot that got fewer pages show as a failed unit.
    public IEnumerable<Command> Write(ValueMap<long> pages) =>
    [
        OwnFile.Write(Path,
        [
            "# Kept by lmr: huge pages.",
            "[Unit]",
            $"Description=Huge pages of {Kib} KiB",
            "DefaultDependencies=no",
            "After=systemd-modules-load.service systemd-sysctl.service",
            "Before=sysinit.target shutdown.target",
            "Conflicts=shutdown.target",
            "[Service]",
            "Type=oneshot",
            "RemainAfterExit=yes",
            .. pages.Select(each => $"ExecStart=/bin/sh -c 'echo {each.Value} >{Pool(each.Key, Kib)} && grep -qx {each.Value} {Pool(each.Key, Kib)}'"),
        ]),
        Command.Of("mkdir", "-p", "-m", "0755", "--", Link[..Link.LastIndexOf('/')]),
        Command.Of("ln", "-sfn", "--", $"../{Name}", Link),
    ];
}
