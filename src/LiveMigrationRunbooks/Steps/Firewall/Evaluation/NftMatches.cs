using System.Globalization;
using System.Net;
using System.Text.Json;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Comparisons of nft's JSON: operators, sets, intervals, prefixes, concatenations.</summary>
/// <param name="Elements">What is in a named set or map of the rule's table; null where there is none.</param>
internal sealed record NftMatches(Func<string, IReadOnlyList<JsonElement>?> Elements)
{
    public Match Of(JsonElement match)
    {
        if (!match.TryGetProperty("left", out var left) || !match.TryGetProperty("right", out var right)) return Match.Unknown;
        var op = match.TryGetProperty("op", out var given) ? given.GetString() : "==";
        return new Match(packet =>
        {
            if (TcpFlags.Asked(left)) return packet.Protocol == "tcp" ? TcpFlags.Truth(left, op, right, packet) : Truth.No;
            if (left.ValueKind == JsonValueKind.Object && left.TryGetProperty("concat", out var parts)) return Sign(op, Concatenated([.. parts.EnumerateArray()], right, packet));
            var field = NftFields.Of(left, packet);
            return field is MissingField ? Truth.No : op is "<" or ">" or "<=" or ">=" ? Ordered(field, op, right) : Sign(op, Among(field, right));
        });
    }

    /// <summary>Whether a packet has the key of one element of a verdict map.</summary>
    public Match Keyed(JsonElement left, JsonElement key) => new(packet =>
    {
        if (left.ValueKind == JsonValueKind.Object && left.TryGetProperty("concat", out var parts)) return Tuple([.. parts.EnumerateArray()], key, packet);
        var field = NftFields.Of(left, packet);
        return field is MissingField ? Truth.No : Is(field, key);
    });

    private static Truth Sign(string? op, Truth truth) => op switch
    {
        "==" or "in" => truth,
        "!=" => truth switch { Truth.Yes => Truth.No, Truth.No => Truth.Yes, _ => Truth.Unknown },
        _ => Truth.Unknown,
    };

    private Truth Among(Field field, JsonElement right) => Any(Items(right), item => Is(field, item));

    private Truth Concatenated(JsonElement[] parts, JsonElement right, Packet packet) => Any(Items(right), item => Tuple(parts, item, packet));

    private static Truth Tuple(JsonElement[] parts, JsonElement item, Packet packet)
    {
        item = Bare(item);
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("concat", out var values) || values.GetArrayLength() != parts.Length) return Truth.Unknown;
        return parts.Zip(values.EnumerateArray(), (left, value) => NftFields.Of(left, packet) is var field && field is MissingField ? Truth.No : Is(field, value)).Min();
    }

    private static Truth Any(IReadOnlyList<JsonElement>? items, Func<JsonElement, Truth> of) =>
        items is null ? Truth.Unknown : items.Count == 0 ? Truth.No : items.Max(of);

    private IReadOnlyList<JsonElement>? Items(JsonElement right)
    {
        if (right.ValueKind == JsonValueKind.Array) return [.. right.EnumerateArray()];
        if (right.ValueKind == JsonValueKind.String && right.GetString() is ['@', .. var name]) return Elements(name);
        return right.ValueKind == JsonValueKind.Object && right.TryGetProperty("set", out var set) ? Items(set) : [right];
    }

    private static Truth Is(Field field, JsonElement item)
    {
        item = Bare(item);
        if (item.ValueKind == JsonValueKind.String && item.GetString() == "*") return Truth.Yes;
        return field switch
        {
            WordField word => Word(word, item.ToString()),
            NumberField number when Bounds(item) is var (low, high) => number.In(low, high),
            _ => Truth.Unknown,
        };
    }

    private static Truth Word(WordField field, string asked) =>
        field.Is(each => asked.EndsWith('*') ? each.StartsWith(asked[..^1], StringComparison.Ordinal) : each == asked, asked);

    private static Truth Ordered(Field field, string op, JsonElement right)
    {
        if (field is not NumberField number || Bounds(right) is not var (low, _)) return Truth.Unknown;
        return op switch
        {
            "<" => low == 0 ? Truth.No : number.In(0, low - 1),
            "<=" => number.In(0, low),
            ">" => low == UInt128.MaxValue ? Truth.No : number.In(low + 1, UInt128.MaxValue),
            _ => number.In(low, UInt128.MaxValue),
        };
    }

    private static (UInt128 Low, UInt128 High)? Bounds(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return Number(item) is { } one ? (one, one) : null;
        if (item.TryGetProperty("range", out var range) && range.GetArrayLength() == 2 && Number(range[0]) is { } low && Number(range[1]) is { } high) return (low, high);
        return item.TryGetProperty("prefix", out var prefix) && IPAddress.TryParse(prefix.GetProperty("addr").GetString(), out var address)
            ? Field.Range(address, prefix.GetProperty("len").GetInt32()) : null;
    }

    private static UInt128? Number(JsonElement item) => item.ToString() is var text && UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : IPAddress.TryParse(text, out var address) ? Field.Number(address) : null;

    // An element that has a time-out or a counter wears it as a coat.
    private static JsonElement Bare(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("elem", out var elem) && elem.TryGetProperty("val", out var value) ? value : item;
}
