using System.Text.Json;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Rules of nft's JSON for people, near enough to nft's own spelling to be found on the host.</summary>
internal static class NftText
{
    private const int Longest = 120;

    public static string Of(JsonElement rule)
    {
        var text = rule.TryGetProperty("expr", out var expr) ? string.Join(' ', expr.EnumerateArray().SelectMany(each => each.EnumerateObject()).Select(Statement)) : "";
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    /// <summary>Network and ports, where these statements do nothing but let those in.</summary>
    public static (string From, string Ports)? Admits(IReadOnlyList<JsonProperty> statements)
    {
        var (from, ports) = ("", "");
        foreach (var statement in statements)
        {
            if (statement.Name is "accept" or "counter") continue;
            if (statement.Name != "match") return null;
            var words = Statement(statement).Split(' ');
            if (words is ["ip" or "ip6", "saddr", var network]) from = network;
            else if (words is [var protocol, "dport", var port]) ports = $"{port}/{protocol}";
            else if (words is not ["ct", "state", ..]) return null;
        }
        return from.Length > 0 && ports.Length > 0 ? (from, ports) : null;
    }

    private static string Statement(JsonProperty statement) => statement.Name switch
    {
        "match" => Match(statement.Value),
        "jump" or "goto" => $"{statement.Name} {Member(statement.Value, "target")}",
        "vmap" => $"{Value(statement.Value.TryGetProperty("key", out var mapped) ? mapped : default)} vmap {(statement.Value.TryGetProperty("data", out var data) ? Value(data) : "")}",
        "mangle" => statement.Value.TryGetProperty("key", out var key) && statement.Value.TryGetProperty("value", out var value) ? $"{Value(key)} set {Value(value)}" : statement.Name,
        "limit" => $"limit rate {Member(statement.Value, "rate")}/{Member(statement.Value, "per")}",
        _ => statement.Name,
    };

    private static string Match(JsonElement match)
    {
        var op = Member(match, "op") is "==" or "in" ? "" : Member(match, "op") + " ";
        return match.TryGetProperty("left", out var left) && match.TryGetProperty("right", out var right) ? $"{Value(left)} {op}{Value(right)}" : match.ToString();
    }

    private static string Value(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array) return "{ " + string.Join(", ", value.EnumerateArray().Select(Value)) + " }";
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetRawText();
        if (value.ValueKind != JsonValueKind.Object) return value.ValueKind == JsonValueKind.Undefined ? "" : value.ToString();
        foreach (var member in value.EnumerateObject())
        {
            switch (member.Name)
            {
                case "payload": return $"{Member(member.Value, "protocol")} {Member(member.Value, "field")}";
                case "meta": return Member(member.Value, "key") is var key && key is "l4proto" or "nfproto" or "protocol" or "pkttype" or "mark" ? $"meta {key}" : Member(member.Value, "key");
                case "ct": return $"ct {Member(member.Value, "key")}";
                case "fib": return $"fib {Member(member.Value, "result")}";
                case "prefix": return $"{Member(member.Value, "addr")}/{Member(member.Value, "len")}";
                case "range" when member.Value.GetArrayLength() == 2: return $"{member.Value[0]}-{member.Value[1]}";
                case "set" or "elem" or "val": return Value(member.Value);
                case "concat": return string.Join(" . ", member.Value.EnumerateArray().Select(Value));
                default: return member.Name;
            }
        }
        return "";
    }

    private static string Member(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.ToString() : "";
}
