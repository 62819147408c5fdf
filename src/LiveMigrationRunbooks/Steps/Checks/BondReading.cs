using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>A member of a bond: whether it has a link, and in which aggregator the two ends have put it.</summary>
internal sealed record BondMember(string Name, bool Up, string Aggregator)
{
    /// <summary>Why it does not carry the bond's packets; null where it does.</summary>
    public string? Fault(BondReading bond) =>
        !Up ? "has no link" : bond.Aggregator.Length > 0 && Aggregator != bond.Aggregator ? "is not in the bond's aggregator: the switch's port is not in the group" : null;
}

/// <summary>What <c>/proc/net/bonding/NAME</c> says.</summary>
/// <param name="Aggregator">Number of the aggregator that is in use; empty for modes other than 802.3ad.</param>
internal sealed record BondReading(string Mode, string Aggregator, ValueList<BondMember> Members)
{
    public static BondReading Of(IEnumerable<string> lines)
    {
        var bond = new BondReading("", "", []);
        foreach (var (name, value) in lines.Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0].Trim(), parts[1].Trim())))
        {
            var last = bond.Members.Count > 0 ? bond.Members[^1] : null;
            bond = (name, last) switch
            {
                ("Bonding Mode", _) => bond with { Mode = value },
                ("Slave Interface", _) => bond with { Members = [.. bond.Members, new BondMember(value, false, "")] },
                ("MII Status", { } member) => bond with { Members = [.. bond.Members.SkipLast(1), member with { Up = value == "up" }] },
                ("Aggregator ID", null) => bond with { Aggregator = value },
                ("Aggregator ID", { } member) => bond with { Members = [.. bond.Members.SkipLast(1), member with { Aggregator = value }] },
                _ => bond,
            };
        }
        return bond;
    }
}
