using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The kernel.</summary>
internal static class KernelCases
{
    private const string Sysctls = "/etc/sysctl.d/90-lmr.conf";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Sysctl("kvm2", "net.ipv4.tcp_rmem", "[4096, 98304, 8388608]", "4096 98304 8388608", "4096 131072 6291456") with
        {
            Any = random => $"sysctl: {{ {(random.Next(2) == 0 ? "set" : "at_least")}: {{ net.ipv4.tcp_rmem: [4096, {random.Next(65536, 262144)}, {random.Next(4, 64)}000000] }} }}",
        },
        Sysctl("vm1", "net.core.rmem_max", "9437184", "9437184", "212992") with { Any = random => $"sysctl: {{ at_least: {{ net.core.rmem_max: {random.Next(100_000, 50_000_000)} }} }}" },
    ];

    private static SettingCase Sysctl(string host, string key, string wish, string wanted, string other) => new(
        "sysctl", host, $"sysctl: {{ set: {{ {key}: {wish} }} }}", $"sysctl -n {key} | tr '\\t' ' '; {HostView.Files(Sysctls)}",
        [wanted], $"sysctl -qw {key}='{other}'", $"sysctl -qw {key}='{wanted}'");
}
