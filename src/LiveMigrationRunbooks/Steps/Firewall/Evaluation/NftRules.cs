using System.Text.Json;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Reads what <c>nft -j list ruleset</c> prints.</summary>
internal static class NftRules
{
    /// <summary>The rules, or null where this is not what nft prints.</summary>
    public static Ruleset? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("nftables", out var all) && all.ValueKind == JsonValueKind.Array ? Of([.. all.Clone().EnumerateArray()]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Ruleset Of(IReadOnlyList<JsonElement> objects)
    {
        var sets = Kind(objects, "set").Concat(Kind(objects, "map")).ToLookup(set => Place(set, "name"), set => Elements(set));
        var rules = Kind(objects, "rule").ToLookup(rule => Place(rule, "chain"));
        return new Ruleset(
        [
            .. Kind(objects, "chain").Select(chain => new Chain(
                Text(chain, "family"), Text(chain, "table"), Text(chain, "name"), HookOf(chain), Text(chain, "policy") == "drop",
                [.. rules[Place(chain, "name")].SelectMany(rule => Rules(rule, name => sets[$"{Text(rule, "family")} {Text(rule, "table")} {name}"].FirstOrDefault()))])),
        ]);
    }

    private static Hook? HookOf(JsonElement chain) => Text(chain, "hook") is { Length: > 0 } hook
        ? new Hook(hook, Text(chain, "type"), chain.TryGetProperty("prio", out var prio) && prio.TryGetInt32(out var number) ? number : 0) : null;

    // A rule with a verdict map is one rule for each of its entries: keys never overlap.
    private static IEnumerable<Rule> Rules(JsonElement rule, Func<string, IReadOnlyList<JsonElement>?> elements)
    {
        var matching = new NftMatches(elements);
        var matches = new List<Match>();
        var (text, comment) = (NftText.Of(rule), Text(rule, "comment"));
        var statements = rule.TryGetProperty("expr", out var expr) ? expr.EnumerateArray().SelectMany(each => each.EnumerateObject()).ToList() : [];
        foreach (var statement in statements)
        {
            if (statement.Name == "match") matches.Add(matching.Of(statement.Value));
            else if (statement.Name == "vmap") return Entries(statement.Value, [.. matches], text, comment, matching, elements);
            else if (ActOf(statement) is { } act) return [new Rule(text, comment, [.. matches], act) { Admits = act is Accept ? NftText.Admits(statements) : null }];
            else if (!s_harmless.Contains(statement.Name)) matches.Add(Match.Unknown);
        }
        return [new Rule(text, comment, [.. matches], new Pass())];
    }

    // What neither ends the way of a packet nor asks anything of it.
    private static readonly HashSet<string> s_harmless = ["counter", "log", "mangle", "last", "ct helper", "ct timeout", "secmark", "comment"];

    private static Act? ActOf(JsonProperty statement) => statement.Name switch
    {
        "accept" or "snat" or "masquerade" => new Accept(),
        "drop" or "reject" => new TurnAway(),
        "return" => new Return(),
        "continue" => new Pass(),
        "jump" => new Jump(Text(statement.Value, "target"), Returns: true),
        "goto" => new Jump(Text(statement.Value, "target"), Returns: false),
        "queue" or "dnat" or "redirect" or "tproxy" or "synproxy" or "fwd" or "dup" or "xt" => new Obscure(),
        _ => null,
    };

    private static IEnumerable<Rule> Entries(
        JsonElement vmap, IReadOnlyList<Match> before, string text, string comment, NftMatches matching, Func<string, IReadOnlyList<JsonElement>?> elements)
    {
        var obscure = new Rule(text, comment, before, new Obscure());
        if (!vmap.TryGetProperty("key", out var key) || !vmap.TryGetProperty("data", out var data)) return [obscure];
        var entries = data.ValueKind == JsonValueKind.String ? elements(data.ToString().TrimStart('@'))
            : data.TryGetProperty("set", out var set) ? [.. set.EnumerateArray()] : null;
        return entries is null ? [obscure] : entries.Select(entry =>
            entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2 && entry[1].ValueKind == JsonValueKind.Object && entry[1].EnumerateObject().FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } verdict
                ? new Rule(text, comment, [.. before, matching.Keyed(key, entry[0])], ActOf(verdict) ?? new Obscure())
                : obscure);
    }

    private static IEnumerable<JsonElement> Kind(IEnumerable<JsonElement> objects, string kind) =>
        objects.SelectMany(each => each.TryGetProperty(kind, out var found) ? new[] { found } : []);

    // One that packets fill, or that forgets, is another one the next moment.
    private static IReadOnlyList<JsonElement>? Elements(JsonElement set) =>
        Text(set, "flags") is var flags && (flags.Contains("dynamic", StringComparison.Ordinal) || flags.Contains("timeout", StringComparison.Ordinal)) ? null
        : set.TryGetProperty("elem", out var all) ? [.. all.EnumerateArray()] : [];

    private static string Place(JsonElement json, string name) => $"{Text(json, "family")} {Text(json, "table")} {Text(json, name)}";

    private static string Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.ToString() : "";
}
