using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.channels", "Sets how many queues of a network interface work side by side, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's. What is not given is left as found.", Disturbs = "Most drivers take the link down for a moment: guests and migrations on this interface wait for it. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets the numbers that were read and restores the file byte for byte.")]
public sealed record NicChannels(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Channels that only receive. The driver says how many it has.", Min = 1, Max = 65535)] int? Rx = null,
    [Argument("Channels that only send. The driver says how many it has.", Min = 1, Max = 65535)] int? Tx = null,
    [Argument("Channels for events of the link and the like. The driver says how many it has.", Min = 1, Max = 65535)] int? Other = null,
    [Argument("Channels that receive and send, one for each processor as a rule. The driver says how many it has.", Min = 1, Max = 65535, Example = "8")] int? Combined = null) : NicParts
{
    private static readonly NicPart[] s_parts =
    [
        new("rx", "rx", new("RxChannels", 239)), new("tx", "tx", new("TxChannels", 239)),
        new("other", "other", new("OtherChannels", 239)), new("combined", "combined", new("CombinedChannels", 239)),
    ];

    private protected override string Nic => Device;

    private protected override string Noun => "channels";

    private protected override string Feature => "channels to set";

    private protected override (string Read, string Write) Options => ("-l", "-L");

    private protected override IReadOnlyList<NicPart> Parts => s_parts;

    private protected override IReadOnlyList<int?> Given => [Rx, Tx, Other, Combined];

    private protected override ValueMap<int> Told(CommandResult answer) => Half(answer, 1);

    private protected override IEnumerable<Refusal> RefuseParts(CommandResult answer, ValueMap<int> told)
    {
        var most = Half(answer, 0);
        foreach (var (part, to) in Asked.Where(asked => told.ContainsKey(asked.Part.Name)))
        {
            if (!most.TryGetValue(part.Name, out var limit) || to <= limit) continue;
            yield return limit == 0
                ? new Refusal(part.Name, $"The driver of {Device} has no {part.Name} channels.", $"Leave {part.Name} out{(part.Name != "combined" && most.TryGetValue("combined", out var both) && both > 0 ? $"; it has up to {both} combined ones" : "")}.")
                : new Refusal(part.Name, $"The hardware of {Device} allows at most {limit}, not {to}.", $"Use {limit} or less.");
        }
    }

    // The same lines stand twice: first the most that the hardware takes, then what is set.
    private static ValueMap<int> Half(CommandResult answer, int half) => (answer.Text.Split("Current hardware settings:").ElementAtOrDefault(half) ?? "").Split('\n')
        .Select(line => line.Split(':', 2))
        .Where(parts => parts.Length == 2)
        .SelectMany(parts => s_parts.Where(part => part.Name.Equals(parts[0].Trim(), StringComparison.OrdinalIgnoreCase)).Select(part => (part.Name, Number: RingReading.Number(parts[1].Trim()))))
        .Where(each => each.Number is not null)
        .Select(each => KeyValuePair.Create(each.Name, each.Number ?? 0))
        .ToValueMap();
}
