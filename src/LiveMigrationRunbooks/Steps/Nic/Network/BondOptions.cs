namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>A bond's options as <c>ip link … type bond</c> takes them.</summary>
internal static class BondOptions
{
    public static IEnumerable<string> Words(BondShape shape) =>
    [
        "mode", shape.Mode,
        .. Pair("miimon", shape.Miimon), .. Pair("lacp_rate", shape.LacpRate), .. Pair("xmit_hash_policy", shape.Hash), .. Pair("min_links", shape.MinLinks),
    ];

    private static IEnumerable<string> Pair<T>(string name, T? value) => value is { } it ? [name, $"{it}"] : [];
}
