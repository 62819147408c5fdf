namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>A bond's options as <c>ip link … type bond</c> takes them.</summary>
internal static class BondOptions
{
    public static IEnumerable<string> Words(BondShape shape) =>
    [
        "mode", shape.Mode,
        .. Pair("miimon", shape.Miimon), .. Pair("lacp_rate", shape.LacpRate), .. Pair("xmit_hash_policy", shape.Hash), .. Pair("min_links", shape.MinLinks),
    ];

    /// <summary>What tells two bonds apart, one by one.</summary>
    public static IEnumerable<Difference> Differences(string form, BondShape from, BondShape to)
    {
        var (was, shall) = (Parts(from), Parts(to));
        return shall.Zip(was).Where(pair => pair.First.Value != pair.Second.Value).Select(pair => new Difference($"{form} {pair.First.Name}", pair.Second.Value, pair.First.Value));
    }

    private static (string Name, string Value)[] Parts(BondShape shape) =>
    [
        ("mode", shape.Mode), ("members", shape.Members.Count == 0 ? "none" : string.Join(", ", shape.Members)), ("lacp_rate", shape.LacpRate ?? ""), ("xmit_hash_policy", shape.Hash ?? ""),
        ("miimon", $"{shape.Miimon}"), ("min_links", $"{shape.MinLinks}"), ("mtu", $"{shape.Mtu}"),
    ];

    private static IEnumerable<string> Pair<T>(string name, T? value) => value is { } it ? [name, $"{it}"] : [];
}
