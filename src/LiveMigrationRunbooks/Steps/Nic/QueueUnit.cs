using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// The systemd unit that sets an interface's queueing discipline when it appears: no file of systemd-udevd can, and those of network managers
/// differ. A second link starts it at each boot on hosts where devices are no units (containers), once the network is set up.
/// </summary>
internal sealed record QueueUnit(string Device)
{
    private const string Folder = "/etc/systemd/system";
    private const string Begin = "/bin/sh -c '";
    private static readonly string s_write = ShellText.Of("Steps/unit-write.sh");

    private string Name => $"lmr-queue-{Device}.service";

    // As systemd-escape --path writes it; of what an interface name may hold only '-' has another meaning in units.
    private string DeviceUnit => $"sys-subsystem-net-devices-{Device.Replace("-", "\\x2d", StringComparison.Ordinal)}.device";

    public string Path => $"{Folder}/{Name}";

    public ValueList<string> Links => [$"{Folder}/multi-user.target.wants/{Name}", $"{Folder}/{DeviceUnit}.wants/{Name}"];

    /// <summary>The links come before the folder that is made for one of them: a rollback removes in this order.</summary>
    public ValueList<string> Files => [Path, .. Links, $"{Folder}/{DeviceUnit}.wants"];

    /// <summary>What the unit runs. A unit takes '$' and '%' twice for once.</summary>
    public string Line(RootQueue queue) => queue.Leaves is { } kind
        ? $"{Begin}tc qdisc replace dev {Device} root handle 1: mq && for queue in /sys/class/net/{Device}/queues/tx-*; do "
            + $"tc qdisc replace dev {Device} parent 1:$$(printf %%x $$(($${{queue##*-}} + 1))) {kind} || exit; done'"
        : $"{Begin}{Root}{string.Join(' ', queue.Words)}'";

    /// <summary>That for people: only the words that say what it is.</summary>
    public string Shown(string line) =>
        line.StartsWith(Begin + Root, StringComparison.Ordinal) && line.EndsWith('\'') ? RootQueue.ForPeople(line[(Begin.Length + Root.Length)..^1])
        : Enum.GetValues<Discipline>().Select(each => new RootQueue(RootQueue.Mq, false, ValueMap<string>.Empty, NicQueue.Word(each))).FirstOrDefault(each => Line(each) == line)?.ToString()
        ?? line;

    private string Root => $"exec tc qdisc replace dev {Device} root ";

    public Command Write(string line) => Command.Sh(s_write, [Path, .. Links]).WithInput($"""
        # Kept by lmr: the queueing discipline of {Device}.
        [Unit]
        Description=Queueing discipline of {Device}
        After=network.target
        ConditionPathExists=/sys/class/net/{Device}

        [Service]
        Type=oneshot
        ExecStart={line}

        [Install]
        WantedBy=multi-user.target {DeviceUnit}

        """);
}
