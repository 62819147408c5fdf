using System.Globalization;
using System.Text.Json;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>The queueing discipline at the root of an interface.</summary>
/// <param name="Kind">As <c>tc</c> names it.</param>
/// <param name="Default">The kernel put it there: nobody asked for it, and it comes back when another one is taken away.</param>
/// <param name="Options">Words for <c>tc</c> that make it what it is.</param>
/// <param name="Leaves">With <c>mq</c>, the one kind that all of its queues have.</param>
public sealed record RootQueue(string Kind, bool Default, ValueMap<string> Options, string? Leaves = null)
{
    public const string Mq = "mq";

    // How the numbers that tc prints as JSON are written for tc. Rates are bytes a second there; a time is in µs, a timer's slack in ns.
    private static readonly IReadOnlyDictionary<string, (string Word, string Unit)> s_words = new Dictionary<string, (string, string)>
    {
        ["rate"] = ("rate", "bps"), ["burst"] = ("burst", "b"), ["lat"] = ("latency", "us"), ["bandwidth"] = ("bandwidth", "bps"),
        ["limit"] = ("limit", ""), ["flow_limit"] = ("flow_limit", ""), ["buckets"] = ("buckets", ""), ["orphan_mask"] = ("orphan_mask", ""), ["quantum"] = ("quantum", ""),
        ["initial_quantum"] = ("initial_quantum", ""), ["maxrate"] = ("maxrate", "bps"), ["low_rate_threshold"] = ("low_rate_threshold", "bps"),
        ["refill_delay"] = ("refill_delay", "us"), ["timer_slack"] = ("timer_slack", "ns"), ["horizon"] = ("horizon", "us"),
        ["flows"] = ("flows", ""), ["target"] = ("target", "us"), ["interval"] = ("interval", "us"), ["memory_limit"] = ("memory_limit", ""), ["drop_batch"] = ("drop_batch", ""),
    };

    // Those whose options are all in the table; of others lmr could not bring back what it takes away.
    private static readonly string[] s_known = ["fq", "fq_codel", "tbf", "pfifo_fast", "pfifo", "bfifo", "noqueue", Mq];

    /// <summary>Words for <c>tc qdisc replace … root</c>.</summary>
    public IEnumerable<string> Words => [Kind, .. Options.SelectMany(option => option.Value.Length == 0 ? new[] { option.Key } : [option.Key, option.Value])];

    /// <summary>What people want to know of it: the rate, where it has one.</summary>
    public override string ToString() =>
        Kind + (Leaves is null ? "" : $" of {Leaves}") + string.Concat(new[] { "rate", "bandwidth", "burst" }.Where(Options.ContainsKey).Select(word => $" {word} {ForPeople(Options[word])}"));

    /// <summary>Words for <c>tc</c> with their numbers as people write them.</summary>
    public static string ForPeople(string words) => string.Join(' ', words.Split(' ').Select(word =>
        long.TryParse(string.Concat(word.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? word.TrimStart([.. "0123456789"]) switch { "bps" => Quantity.TextOfRate(number), "b" => Quantity.TextOfSize(number), "us" => $"{number / 1000m:0.###}ms", _ => word } : word));

    /// <summary>From <c>tc -j qdisc show dev …</c>; and why it could not be brought back, if it could not.</summary>
    public static (RootQueue? Queue, string? Lost) Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var all = document.RootElement.EnumerateArray().Where(each => each.TryGetProperty("kind", out _)).ToList();
        if (all.FirstOrDefault(each => each.TryGetProperty("root", out _)) is not { ValueKind: JsonValueKind.Object } root) return (null, null);
        var kind = Text(root, "kind");
        // The kernel gives its own the handle 0; what somebody asked for has a number, by chance another one each time.
        var isDefault = Text(root, "handle") == "0:";
        var below = all.Where(each => each.TryGetProperty("parent", out _) && Text(each, "kind") is not ("ingress" or "clsact")).Select(each => Text(each, "kind")).ToList();
        string? lost = isDefault || s_known.Contains(kind) ? null : $"its {kind} was set up by somebody else";
        if (kind != Mq && below.Count > 0) lost = $"its {kind} has {string.Join(", ", below.Distinct())} below it";
        if (kind == Mq && (below.Distinct().Count() > 1 || below.Except(s_known).Any())) lost = $"its queues have {string.Join(", ", below.Distinct())}";
        var options = new Dictionary<string, string>();
        if (!isDefault && kind is not ("pfifo_fast" or Mq or "noqueue") && root.TryGetProperty("options", out var given))
        {
            foreach (var option in given.EnumerateObject().Where(option => !Add(options, option))) lost ??= $"nothing is known of {option.Name} of its {kind}";
        }
        return (new RootQueue(kind, isDefault, options.ToValueMap(), kind == Mq && below.Distinct().ToList() is [var one] ? one : null), lost);
    }

    private static bool Add(Dictionary<string, string> options, JsonProperty option)
    {
        switch (option.Value.ValueKind)
        {
            case JsonValueKind.Number when s_words.TryGetValue(option.Name, out var known):
                options[known.Word] = option.Value.GetRawText() + known.Unit;
                return true;
            case JsonValueKind.True or JsonValueKind.Null:
                options[option.Name] = "";
                return true;
            case JsonValueKind.False:
                if (option.Name == "ecn") options["noecn"] = "";
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// Whether an interface that was told the one answers with the other: the kernel counts bursts in ticks of its clock, and a latency by the
    /// packets that wait.
    /// </summary>
    public bool Is(RootQueue wanted)
    {
        if (wanted.Default) return Default;
        if (Kind != wanted.Kind || (wanted.Leaves is { } leaves && Leaves != leaves)) return false;
        return new[] { "rate", "bandwidth", "burst", "latency" }.Where(wanted.Options.ContainsKey)
            .All(word => Options.TryGetValue(word, out var have) && Math.Abs(Number(have) - Number(wanted.Options[word])) * 100 <= Number(wanted.Options[word]));
    }

    private static decimal Number(string text) => decimal.TryParse(string.Concat(text.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
