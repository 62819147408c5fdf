using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The kernel.</summary>
internal static class KernelCases
{
    private const string Sysctls = "/etc/sysctl.d/90-lmr.conf";
    private const string Pages = "/etc/systemd/system/lmr-hugepages-2048kB.service";
    private const string PagesLink = "/etc/systemd/system/sysinit.target.wants/lmr-hugepages-2048kB.service";
    private static readonly string[] s_units = ["init.scope", "system.slice", "user.slice", "machine.slice"];

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Sysctl("kvm2", "net.ipv4.tcp_rmem", "[4096, 98304, 8388608]", "4096 98304 8388608", "4096 131072 6291456") with
        {
            Any = random => $"sysctl: {{ {(random.Next(2) == 0 ? "set" : "at_least")}: {{ net.ipv4.tcp_rmem: [4096, {random.Next(65536, 262144)}, {random.Next(4, 64)}000000] }} }}",
        },
        Sysctl("vm1", "net.core.rmem_max", "9437184", "9437184", "212992") with { Any = random => $"sysctl: {{ at_least: {{ net.core.rmem_max: {random.Next(100_000, 50_000_000)} }} }}" },
        new("kernel.module", "vm1", "kernel.module: { name: tcp-bbr }",
            $"grep -c '^tcp_bbr ' /proc/modules; {HostView.Files("/etc/modules-load.d/lmr-tcp_bbr.conf", "/etc/modprobe.d/zz-lmr-tcp_bbr.conf")}",
            ["1"], "rmmod tcp_bbr", "modprobe tcp_bbr")
        { Any = random => $"kernel.module: {{ name: tcp_bbr, state: {(random.Next(2) == 0 ? "loaded" : "absent")} }}" },
        new("kernel.hugepages", "vm1", "kernel.hugepages: { size: 2MiB, per_node: { 0: 8, 1: 5 } }",
            $"grep -H . /sys/devices/system/node/node*/hugepages/hugepages-2048kB/nr_hugepages; {HostView.Files(Pages, PagesLink)}",
            [Pool(0) + ":8", Pool(1) + ":5"], $"echo 2 >{Pool(0)}", $"echo 8 >{Pool(0)}")
        { Any = random => $"kernel.hugepages: {{ size: 2MiB, per_node: {{ 0: {random.Next(1, 12)}, 1: {random.Next(0, 12)} }} }}" },
        // Nothing of it is in force before the reboot, so a person's change is one of the boot loader's configuration.
        new("kernel.cmdline", "vm1", "kernel.cmdline: { set: { transparent_hugepage: never }, remove: [quiet] }",
            $"sed -n 's/^\\s*linux\\s.*\\(transparent_hugepage=\\w*\\).*/next \\1/p; s/^\\s*linux\\s.* quiet.*/next quiet/p' /boot/grub/grub.cfg; {HostView.Files("/etc/default/grub", "/boot/grub/grub.cfg")}",
            ["next transparent_hugepage=never"], "sed -i s/transparent_hugepage=never/transparent_hugepage=always/ /boot/grub/grub.cfg", "sed -i s/transparent_hugepage=always/transparent_hugepage=never/ /boot/grub/grub.cfg")
        { Lasts = true, Any = random => $"kernel.cmdline: {{ set: {{ loglevel: {random.Next(3, 8)} }}, remove: [{(random.Next(2) == 0 ? "quiet" : "systemd.show_status")}] }}" },
        new("cpu.reserve", "vm1", "cpu.reserve: { cpus: 0 }",
            $"for unit in init.scope system.slice user.slice; do echo $unit $(cat /sys/fs/cgroup/$unit/cpuset.cpus.effective 2>/dev/null); done; systemctl show -p AllowedCPUs machine.slice; {HostView.Files([.. s_units.Select(unit => $"/etc/systemd/system/{unit}.d/90-lmr-cpus.conf")])}",
            ["init.scope 0", "system.slice 0", "user.slice 0", "AllowedCPUs=1"], "systemctl set-property --runtime user.slice AllowedCPUs=0-1", "systemctl set-property --runtime user.slice AllowedCPUs=0")
        { Any = random => $"cpu.reserve: {{ cpus: {random.Next(2)} }}" },
    ];

    private static string Pool(int node) => $"/sys/devices/system/node/node{node}/hugepages/hugepages-2048kB/nr_hugepages";

    private static SettingCase Sysctl(string host, string key, string wish, string wanted, string other) => new(
        "sysctl", host, $"sysctl: {{ set: {{ {key}: {wish} }} }}", $"sysctl -n {key} | tr '\\t' ' '; {HostView.Files(Sysctls)}",
        [wanted], $"sysctl -qw {key}='{other}'", $"sysctl -qw {key}='{wanted}'");
}
