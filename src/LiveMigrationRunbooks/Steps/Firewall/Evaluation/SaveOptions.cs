using System.Globalization;
using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>What the words of an iptables rule ask for and where they lead.</summary>
internal sealed record SaveOptions(IReadOnlyList<Match> Matches, string? Target, bool Goes, string Comment)
{
    private static readonly HashSet<string> s_understood = ["tcp", "udp", "comment", "conntrack", "state", "multiport", "addrtype", "pkttype", "icmp", "icmp6"];

    public static SaveOptions Of(IReadOnlyList<string> words)
    {
        var matches = new List<Match>();
        var (not, comment) = (false, "");
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            if (word == "!")
            {
                not = true;
                continue;
            }
            // What follows the target are its own options.
            if (word is "-j" or "--jump" or "-g" or "--goto") return new(matches, index + 1 < words.Count ? words[index + 1] : null, word is "-g" or "--goto", comment);
            var value = index + 1 < words.Count ? words[index + 1] : "";
            if (word is "-m" or "--match")
            {
                // Some modules ask without an option: socket, cpu, rpfilter.
                if (!s_understood.Contains(value)) matches.Add(Match.Unknown);
                index++;
            }
            else if (word == "--comment") (comment, index) = (value, index + 1);
            else if (word == "--tcp-flags" && index + 2 < words.Count)
            {
                matches.Add(Signed(TcpFlag(value, words[index + 2]), not));
                index += 2;
            }
            else if (word == "--syn") matches.Add(Signed(TcpFlag("FIN,SYN,RST,ACK", "SYN"), not));
            else if (Known(word, value) is { } known)
            {
                matches.Add(Signed(known, not));
                index++;
            }
            else if (word.StartsWith('-')) matches.Add(Match.Unknown);
            not = false;
        }
        return new(matches, null, false, comment);
    }

    private static Match? Known(string option, string value) => option switch
    {
        "-s" or "--source" or "--src" => Networks(value, packet => packet.From),
        "-d" or "--destination" or "--dst" => Networks(value, packet => packet.To),
        "-i" or "--in-interface" => Nic(value, Way.In),
        "-o" or "--out-interface" => Nic(value, Way.Out),
        "-p" or "--protocol" or "--proto" => new(packet => value is "all" or "0" || value == packet.Protocol || value == (packet.Protocol == "tcp" ? "6" : "17") ? Truth.Yes : Truth.No),
        "--dport" or "--dports" or "--destination-port" or "--destination-ports" => Ports(value, packet => [packet.Target]),
        "--sport" or "--sports" or "--source-port" or "--source-ports" => Ports(value, packet => [packet.Source]),
        "--ports" => Ports(value, packet => [packet.Source, packet.Target]),
        "--ctstate" or "--state" => new(packet => value.Split(',').Contains(packet.State, StringComparer.OrdinalIgnoreCase) ? Truth.Yes : Truth.No),
        "--dst-type" => new(packet => packet.Way == Way.In ? value == "LOCAL" ? Truth.Yes : value is "BROADCAST" or "MULTICAST" or "UNICAST" or "ANYCAST" ? Truth.No : Truth.Unknown : Truth.Unknown),
        "--pkt-type" => new(packet => packet.Way == Way.In ? value is "host" or "unicast" ? Truth.Yes : Truth.No : Truth.Unknown),
        _ => null,
    };

    private static Match Signed(Match match, bool not) => not ? match.Not() : match;

    private static Match TcpFlag(string mask, string set) => new(packet =>
        packet.Protocol != "tcp" ? Truth.No : TcpFlags.Truth(packet, Flags(mask), set == "NONE" ? [] : Flags(set)));

    private static string[] Flags(string names) => names == "ALL" ? ["fin", "syn", "rst", "psh", "ack", "urg"] : names.ToLowerInvariant().Split(',');

    private static Match Nic(string name, Way way) => new(packet =>
        packet.Way != way ? Truth.No
        : packet.Interface.Length == 0 ? Truth.Unknown
        : name.EndsWith('+') ? packet.Interface.StartsWith(name[..^1], StringComparison.Ordinal) ? Truth.Yes : Truth.No
        : packet.Interface == name ? Truth.Yes : Truth.No);

    private static Match Networks(string value, Func<Packet, IPAddress> of)
    {
        var ranges = value.Split(',').Select(Range).ToList();
        return new(packet => ranges.Max(range => range is not var (low, high) ? Truth.Unknown : new NumberField(Field.Number(of(packet)), Field.Number(of(packet))).In(low, high)));
    }

    // Older tools write the mask of a network out in full.
    private static (UInt128, UInt128)? Range(string text)
    {
        var parts = text.Split('/');
        if (!IPAddress.TryParse(parts[0], out var address)) return null;
        var bits = address.GetAddressBytes().Length * 8;
        if (parts.Length == 1) return Field.Range(address, bits);
        if (int.TryParse(parts[1], CultureInfo.InvariantCulture, out var length) && length <= bits) return Field.Range(address, length);
        if (!IPAddress.TryParse(parts[1], out var mask)) return null;
        var number = Field.Number(mask);
        length = bits - (int)UInt128.TrailingZeroCount(number);
        return number == 0 ? Field.Range(address, 0) : Field.Range(address, length) is var range && UInt128.PopCount(number) == (UInt128)length ? range : null;
    }

    private static Match Ports(string value, Func<Packet, (int, int)[]> of)
    {
        var ranges = value.Split(',').Select(part => part.Split(':')).Select(ends => (Low: Port(ends[0], 0), High: Port(ends[^1], 65535))).ToList();
        return new(packet => of(packet).Max(ports => ranges.Max(range =>
            range is not ({ } low, { } high) ? Truth.Unknown : ((NumberField)Field.Of(ports)).In((UInt128)low, (UInt128)high))));
    }

    private static int? Port(string text, int open) => text.Length == 0 ? open : int.TryParse(text, CultureInfo.InvariantCulture, out var port) ? port : null;
}
