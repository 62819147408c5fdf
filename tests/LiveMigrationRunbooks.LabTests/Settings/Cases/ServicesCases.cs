using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Services and time.</summary>
internal static class ServicesCases
{
    // Nobody answers there: a source is one before it is heard.
    private const string Server = "192.0.2.99";
    private const string SourcesFile = "/etc/chrony/sources.d/lmr.sources";
    private const string ConfFile = "/etc/chrony/conf.d/lmr.conf";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        Stopped("kvm2"),
        new("service", "kvm5", "service: { name: nftables, enabled: masked }",
            $"systemctl is-active nftables; systemctl is-enabled nftables; {Links}", ["inactive", "masked"], "systemctl unmask nftables", "systemctl mask nftables"),
        Source("kvm2"),
    ];

    // Byte for byte is here: which links there are, and where they point.
    private static string Links => "find /etc/systemd/system /etc/rc?.d -printf '%p %y %m %l\\n' | sort";

    private static SettingCase Stopped(string host) => new(
        "service", host, "service: { name: logrotate.timer, running: false, enabled: false }",
        $"systemctl is-active logrotate.timer; systemctl is-enabled logrotate.timer; {Links}", ["inactive", "disabled"], "systemctl start logrotate.timer", "systemctl stop logrotate.timer")
    {
        Any = random => $"service: {{ name: logrotate.timer, {new[] { "running: false", "enabled: false", "running: false, enabled: masked", "running: true, enabled: true" }[random.Next(4)]} }}",
    };

    private static SettingCase Source(string host) => new(
        "time.sync", host, $"time.sync: {{ servers: [{Server}], makestep: \"0.5 2\" }}",
        $"chronyc -N -c sources -a | cut -d , -f 3 | sort -u; cat {ConfFile} 2>/dev/null; {HostView.Files(SourcesFile, ConfFile)}",
        [Server, "makestep 0.5 2"], $"chronyc delete {Server}", "systemctl restart chrony")
    {
        Any = random => $"time.sync: {{ servers: [192.0.2.{random.Next(60, 99)}], makestep: \"{random.Next(1, 9)} {random.Next(1, 9)}\" }}",
    };
}
