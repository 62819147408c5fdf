using System.Text.Json;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>The lines of the probe by their first word, and the kernel's rules as nft's JSON.</summary>
internal sealed record FirewallReading(string Firewall, ILookup<string, string> Lines)
{
    public static FirewallReading Of(CommandResult answer)
    {
        var lines = answer.Text.Split('\n')
            .Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        var first = answer.Lines.FirstOrDefault() ?? "";
        var firewall = first.StartsWith("firewall=", StringComparison.Ordinal) ? first["firewall=".Length..] : "none";
        return new(firewall, lines);
    }

    /// <summary>Chains and rules of the kernel, in order; empty where nftables is not what was read.</summary>
    public IReadOnlyList<NftObject> Ruleset() => Lines["ruleset"].FirstOrDefault() is { Length: > 0 } json
        ? [.. JsonDocument.Parse(json).RootElement.GetProperty("nftables").EnumerateArray().SelectMany(NftObject.Of)]
        : [];
}

/// <summary>A chain or a rule of <c>nft -j list ruleset</c>.</summary>
internal sealed record NftObject(string Kind, string Chain, string Family, JsonElement Json)
{
    public string Comment => Json.TryGetProperty("comment", out var comment) ? comment.GetString() ?? "" : "";

    public bool IsInputFilter => Kind == "chain" && Is("hook", "input") && Is("type", "filter");

    public bool Drops => Is("policy", "drop");

    /// <summary>Whether the rule ends what no rule before it accepted.</summary>
    public bool TurnsAllAway => Kind == "rule" && Json.TryGetProperty("expr", out var all)
        && all.EnumerateArray().All(each => !each.TryGetProperty("match", out _))
        && all.EnumerateArray().Any(each => each.TryGetProperty("drop", out _) || each.TryGetProperty("reject", out _));

    public static IEnumerable<NftObject> Of(JsonElement entry)
    {
        foreach (var kind in new[] { "chain", "rule" })
        {
            if (!entry.TryGetProperty(kind, out var json)) continue;
            var name = json.GetProperty(kind == "chain" ? "name" : "chain").GetString();
            var family = json.GetProperty("family").GetString() ?? "";
            yield return new(kind, $"{family} {json.GetProperty("table").GetString()} {name}", family, json);
        }
    }

    private bool Is(string member, string value) => Json.TryGetProperty(member, out var found) && found.GetString() == value;
}
