using System.Text.Json;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>The flags of a TCP packet: the first one of a connection has SYN alone, one of a connection that stands has ACK.</summary>
internal static class TcpFlags
{
    public static string[] Of(Packet packet) => packet.State == "new" ? ["syn"] : ["ack"];

    /// <summary>Whether of the flags in the mask exactly those are set.</summary>
    public static Truth Truth(Packet packet, IEnumerable<string> mask, IEnumerable<string> set) =>
        // PSH and others come and go while a connection stands.
        packet.State != "new" && mask.Any(flag => flag is not ("syn" or "ack" or "rst")) ? Evaluation.Truth.Unknown
            : Of(packet).Intersect(mask).ToHashSet().SetEquals(set) ? Evaluation.Truth.Yes : Evaluation.Truth.No;

    public static bool Asked(JsonElement left) => left.ValueKind == JsonValueKind.Object
        && (IsFlags(left) || (left.TryGetProperty("&", out var masked) && masked.ValueKind == JsonValueKind.Array && masked.GetArrayLength() > 0 && IsFlags(masked[0])));

    public static Truth Truth(JsonElement left, string? op, JsonElement right, Packet packet)
    {
        if (Words(right) is not { } set) return Evaluation.Truth.Unknown;
        if (!left.TryGetProperty("&", out var masked))
            return op == "in" ? set.Any(Of(packet).Contains) ? Evaluation.Truth.Yes : Evaluation.Truth.No : Signed(op, packet.State == "new" ? Truth(packet, ["fin", "syn", "rst", "psh", "ack", "urg"], set) : Evaluation.Truth.Unknown);
        return Words(masked[1]) is { } mask ? Signed(op, Truth(packet, mask, set)) : Evaluation.Truth.Unknown;
    }

    private static Truth Signed(string? op, Truth truth) => op switch
    {
        "==" => truth,
        "!=" => truth switch { Evaluation.Truth.Yes => Evaluation.Truth.No, Evaluation.Truth.No => Evaluation.Truth.Yes, _ => truth },
        _ => Evaluation.Truth.Unknown,
    };

    private static bool IsFlags(JsonElement left) => left.ValueKind == JsonValueKind.Object && left.TryGetProperty("payload", out var payload)
        && payload.TryGetProperty("protocol", out var protocol) && protocol.GetString() == "tcp" && payload.TryGetProperty("field", out var field) && field.GetString() == "flags";

    private static List<string>? Words(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String when json.GetString() is { } word => [word],
        JsonValueKind.Number when json.GetRawText() == "0" => [],
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(each => Words(each) ?? ["?"])],
        JsonValueKind.Object when json.TryGetProperty("|", out var any) => Words(any),
        JsonValueKind.Object when json.TryGetProperty("set", out var set) => Words(set),
        _ => null,
    };
}
