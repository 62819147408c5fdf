using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.coalesce", "Sets how long a network interface collects packets before it interrupts, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's. What is not given is left as found.", Disturbs = "Some drivers restart the interface for it: whoever uses it waits for a moment. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets the values that were read and restores the file byte for byte.")]
public sealed record NicCoalesce(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Microseconds from a received packet to its interrupt; 0 is at once. Drivers round to what their hardware counts in.", Min = 0, Max = 1_000_000, Example = "50")] int? RxUsecs = null,
    [Argument("Microseconds from a sent packet to its interrupt; 0 is at once. Drivers round to what their hardware counts in.", Min = 0, Max = 1_000_000)] int? TxUsecs = null,
    [Argument("Received packets that make an interrupt before the time is over; 0 leaves it to the time.", Min = 0, Max = 1_000_000)] int? RxFrames = null,
    [Argument("Sent packets that make an interrupt before the time is over; 0 leaves it to the time.", Min = 0, Max = 1_000_000)] int? TxFrames = null,
    [Argument("The driver picks the receive values by itself, by the load.")] Switch? AdaptiveRx = null,
    [Argument("The driver picks the transmit values by itself, by the load.")] Switch? AdaptiveTx = null) : NicParts
{
    private static readonly NicPart[] s_parts =
    [
        new("rx_usecs", "rx-usecs", new("RxCoalesceSec", 250), PartForm.Microseconds), new("tx_usecs", "tx-usecs", new("TxCoalesceSec", 250), PartForm.Microseconds),
        new("rx_frames", "rx-frames", new("RxMaxCoalescedFrames", 250)), new("tx_frames", "tx-frames", new("TxMaxCoalescedFrames", 250)),
        new("adaptive_rx", "adaptive-rx", new("UseAdaptiveRxCoalesce", 250), PartForm.Switch), new("adaptive_tx", "adaptive-tx", new("UseAdaptiveTxCoalesce", 250), PartForm.Switch),
    ];

    private protected override string Nic => Device;

    private protected override string Noun => "coalesce";

    private protected override string Feature => "interrupt coalescing";

    private protected override (string Read, string Write) Options => ("-c", "-C");

    private protected override IReadOnlyList<NicPart> Parts => s_parts;

    private protected override IReadOnlyList<int?> Given => [RxUsecs, TxUsecs, RxFrames, TxFrames, (int?)AdaptiveRx, (int?)AdaptiveTx];

    private IEnumerable<(string Name, bool Given, string Adaptive, Switch? Switched)> Timed =>
    [
        ("rx_usecs", RxUsecs is not null, "adaptive_rx", AdaptiveRx), ("rx_frames", RxFrames is not null, "adaptive_rx", AdaptiveRx),
        ("tx_usecs", TxUsecs is not null, "adaptive_tx", AdaptiveTx), ("tx_frames", TxFrames is not null, "adaptive_tx", AdaptiveTx),
    ];

    public override IEnumerable<(string? Argument, string Why, string Fix)> Wrong() =>
    [
        .. base.Wrong(),
        .. Timed.Where(each => each.Given && each.Switched == Switch.On).Select(each =>
            ((string?)each.Name, $"With {each.Adaptive}: on the driver picks {each.Name} by itself.", $"Remove {each.Name}, or write {each.Adaptive}: off.")),
        .. RxUsecs == 0 && RxFrames == 0 ? [((string?)"rx_frames", "With rx_usecs: 0 and rx_frames: 0 no packet would ever make an interrupt.", "Write rx_frames: 1 for an interrupt with each packet.")] : Array.Empty<(string?, string, string)>(),
        .. TxUsecs == 0 && TxFrames == 0 ? [((string?)"tx_frames", "With tx_usecs: 0 and tx_frames: 0 no packet would ever make an interrupt.", "Write tx_frames: 1 for an interrupt with each packet.")] : Array.Empty<(string?, string, string)>(),
    ];

    private protected override ValueMap<int> Told(CommandResult answer) => answer.Lines.SelectMany(Line).ToValueMap();

    private protected override IEnumerable<Refusal> RefuseParts(CommandResult answer, ValueMap<int> told) => Timed
        .Where(each => each.Given && each.Switched is null && told.TryGetValue(each.Adaptive, out var adaptive) && adaptive == 1)
        .Select(each => new Refusal(each.Name, $"{Device} picks {each.Name} by itself: {each.Adaptive} is on.", $"Add {each.Adaptive}: off, or leave {each.Name} out."));

    // "Adaptive RX: off  TX: n/a" is the only line with two values; what the driver does not have is "n/a", and 0 with old versions of ethtool.
    private static IEnumerable<KeyValuePair<string, int>> Line(string line)
    {
        if (line.StartsWith("Adaptive RX:", StringComparison.Ordinal) && line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, _, var rx, _, var tx])
        {
            if (LinkFileReading.Switched(rx) is { } receive) yield return KeyValuePair.Create("adaptive_rx", (int)receive);
            if (LinkFileReading.Switched(tx) is { } send) yield return KeyValuePair.Create("adaptive_tx", (int)send);
        }
        else if (line.Split(':', 2) is [var word, var text] && s_parts.FirstOrDefault(part => part.Word == word) is { } part
            && int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            yield return KeyValuePair.Create(part.Name, value);
        }
    }
}
