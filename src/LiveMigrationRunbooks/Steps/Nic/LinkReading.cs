using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>What a link runs with, or shall. Null is not known, or not said by the file.</summary>
/// <param name="Megabits">Mbit/s; with autonegotiation what came of it, without the setting.</param>
/// <param name="Modes">With autonegotiation the modes offered to the other end: as ethtool names them, or systemd in a file.</param>
/// <param name="Able">All modes that the device has.</param>
public sealed record LinkState(
    Switch? Autoneg, long? Megabits, Duplex? Duplex, ValueList<string> Modes, ValueList<string> Able, Switch? RxPause, Switch? TxPause, Switch? AutonegPause);

/// <summary>What <c>ethtool DEVICE</c> and <c>ethtool -a DEVICE</c> say of a link.</summary>
/// <param name="Copper">The port is of twisted pair, where 1 Gbit/s and more always negotiate (IEEE 802.3, 40.5.1).</param>
/// <param name="Partner">Modes that the other end offers; empty where the driver does not tell.</param>
internal sealed record LinkReading(Value<LinkState> Now, bool Negotiates, bool Copper, ValueList<string> Partner)
{
    private static readonly ValueList<string> s_none = [];

    public static LinkReading Of(CommandResult link, CommandResult pause)
    {
        // ethtool ends with an error where the driver does not tell everything, and tells the rest.
        if (!link.Text.StartsWith("Settings for", StringComparison.Ordinal) || !link.Text.Contains("Speed:", StringComparison.Ordinal) && !link.Text.Contains("link modes:", StringComparison.Ordinal))
            return new(Value.Unreadable<LinkState>(link.Complaint), false, false, s_none);
        var told = Lines(link.Text);
        var flow = Lines(pause.Succeeded ? pause.Text : "");
        return new(
            Value.Known(new LinkState(
                Switched(told, "Auto-negotiation"), Speed(One(told, "Speed")), DuplexOf(One(told, "Duplex")),
                Modes(told["Advertised link modes"]), Modes(told["Supported link modes"]),
                Switched(flow, "RX"), Switched(flow, "TX"), Switched(flow, "Autonegotiate"))),
            One(told, "Supports auto-negotiation") == "Yes",
            One(told, "Port") == "Twisted Pair",
            Modes(told["Link partner advertised link modes"]));
    }

    // A line without a name goes on with the list of the line above.
    private static ILookup<string, string> Lines(string text)
    {
        var name = "";
        return text.Split('\n').Select(line =>
        {
            if (line.Split(':', 2) is not [var before, var value]) return (name, line.Trim());
            name = before.Trim();
            return (name, value.Trim());
        }).ToLookup(pair => pair.Item1, pair => pair.Item2);
    }

    private static ValueList<string> Modes(IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(mode => LinkMode.Megabits(mode) is not null)];

    private static string One(ILookup<string, string> told, string name) => told[name].FirstOrDefault() ?? "";

    private static Switch? Switched(ILookup<string, string> told, string name) => LinkFileReading.Switched(One(told, name));

    private static long? Speed(string text) =>
        text.EndsWith("Mb/s", StringComparison.Ordinal) && long.TryParse(text[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out var megabits) ? megabits : null;

    private static Duplex? DuplexOf(string text) => text switch { "Full" => Duplex.Full, "Half" => Duplex.Half, _ => null };
}
