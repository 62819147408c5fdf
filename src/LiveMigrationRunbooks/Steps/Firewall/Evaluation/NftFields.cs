using System.Text.Json;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>The left side of a comparison in nft's JSON, as a packet has it.</summary>
internal static class NftFields
{
    public static Field Of(JsonElement left, Packet packet)
    {
        if (left.ValueKind != JsonValueKind.Object) return Field.Unknown;
        foreach (var member in left.EnumerateObject())
        {
            switch (member.Name)
            {
                case "payload": return Payload(Text(member.Value, "protocol"), Text(member.Value, "field"), packet);
                case "meta": return Meta(Text(member.Value, "key"), packet);
                case "ct": return Tracked(Text(member.Value, "key"), packet);
                case "fib": return Fib(member.Value, packet);
            }
        }
        return Field.Unknown;
    }

    private static Field Payload(string protocol, string field, Packet packet) => (protocol, field) switch
    {
        ("ip", _) when packet.IsSix => Field.Missing,
        ("ip6", _) when !packet.IsSix => Field.Missing,
        ("ip" or "ip6", "saddr") => Field.Of(packet.From),
        ("ip" or "ip6", "daddr") => Field.Of(packet.To),
        ("ip", "protocol") or ("ip6", "nexthdr") => Protocol(packet),
        ("th", "sport") => Field.Of(packet.Source),
        ("th", "dport") => Field.Of(packet.Target),
        ("tcp" or "udp" or "udplite" or "sctp" or "dccp" or "icmp" or "icmpv6" or "igmp" or "esp" or "ah" or "comp", _) when protocol != packet.Protocol => Field.Missing,
        (_, "sport") => Field.Of(packet.Source),
        (_, "dport") => Field.Of(packet.Target),
        _ => Field.Unknown,
    };

    private static Field Meta(string key, Packet packet) => key switch
    {
        "l4proto" => Protocol(packet),
        "nfproto" => packet.IsSix ? new WordField("ipv6", "10") : new WordField("ipv4", "2"),
        "protocol" => packet.IsSix ? new WordField("ip6", "ipv6", "34525") : new WordField("ip", "ipv4", "2048"),
        "iif" or "iifname" => Nic(packet, Way.In),
        "oif" or "oifname" => Nic(packet, Way.Out),
        "pkttype" => new WordField("host", "unicast", "0"),
        _ => Field.Unknown,
    };

    private static Field Nic(Packet packet, Way way) =>
        packet.Way != way ? Field.Missing : packet.Interface.Length == 0 ? Field.Unknown : new WordField(packet.Interface);

    private static Field Protocol(Packet packet) => packet.Protocol == "tcp" ? new WordField("tcp", "6") : new WordField("udp", "17");

    // A packet that some rule sent elsewhere does not get here: such a rule ends the evaluation.
    private static Field Tracked(string key, Packet packet) => key switch
    {
        "state" => new WordField(packet.State),
        "status" => new WordField { Never = ["dnat", "snat"] },
        _ => Field.Unknown,
    };

    private static Field Fib(JsonElement fib, Packet packet) =>
        Text(fib, "result") == "type" && fib.TryGetProperty("flags", out var flags) && packet.Way == Way.In
            && (flags.ValueKind == JsonValueKind.Array ? flags.EnumerateArray().Select(flag => flag.ToString()) : [flags.ToString()]).SequenceEqual(["daddr"])
            ? new WordField("local", "2") : Field.Unknown;

    private static string Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.ToString() : "";
}
