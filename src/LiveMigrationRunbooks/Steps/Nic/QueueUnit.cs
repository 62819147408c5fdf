using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// The systemd unit that sets an interface's queueing discipline when it appears: no file of systemd-udevd can, and those of network managers
/// differ. A second link starts it at each boot on hosts where devices are no units (containers), once the network is set up.
/// </summary>
internal sealed record QueueUnit(string Device)
{
    private const string Folder = "/etc/systemd/system";
    private static readonly string s_write = ShellText.Of("Steps/Nic/queue-unit.sh");

    private string Name => $"lmr-queue-{Device}.service";

    // As systemd-escape --path writes it; of what an interface name may hold only '-' has another meaning in units.
    private string DeviceUnit => $"sys-subsystem-net-devices-{Device.Replace("-", "\\x2d", StringComparison.Ordinal)}.device";

    public string Path => $"{Folder}/{Name}";

    public ValueList<string> Links => [$"{Folder}/multi-user.target.wants/{Name}", $"{Folder}/{DeviceUnit}.wants/{Name}"];

    /// <summary>The links come before the folder that is made for one of them: a rollback removes in this order.</summary>
    public ValueList<string> Files => [Path, .. Links, $"{Folder}/{DeviceUnit}.wants"];

    public Command Write(string words) => Command.Sh(s_write, [Path, .. Links]).WithInput($"""
        # Kept by lmr: the queueing discipline of {Device}.
        [Unit]
        Description=Queueing discipline of {Device}
        After=network.target
        ConditionPathExists=/sys/class/net/{Device}

        [Service]
        Type=oneshot
        ExecStart=/bin/sh -c 'exec tc qdisc replace dev {Device} root {words}'

        [Install]
        WantedBy=multi-user.target {DeviceUnit}

        """);
}
