using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Packets to some network that belong to some ports, and the class that they are marked with.</summary>
public sealed record Mark(string Ports, string To, int Dscp)
{
    public override string ToString() => $"{Ports} to {To}";

    internal string Comment => $"lmr {Ports} to {To}";

    /// <summary>nft's words for it: what goes to the ports, and what goes back from them.</summary>
    internal IEnumerable<string> Rules()
    {
        var (ports, protocol) = PortRange.Split(Ports);
        var family = Network.IsSix(To) ? "ip6" : "ip";
        return new[] { "dport", "sport" }.Select(side => $"{family} daddr {To} {protocol} {side} {ports} {family} dscp set {Dscp.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Whether a rule that nft printed is one of these: nft prints classes by name, and a network of one address as the address.</summary>
    internal static string Plain(string rule)
    {
        var words = rule.Split(' ');
        if (words.Length > 2 && (words[2].EndsWith("/32", StringComparison.Ordinal) && !Network.IsSix(words[2]) || words[2].EndsWith("/128", StringComparison.Ordinal))) words[2] = words[2].Split('/')[0];
        if (words is [.., "dscp", "set", var value] && Firewall.Dscp.Of(value) is { } number) words[^1] = number.ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', words);
    }
}

/// <summary>The marks of a step that are there. <paramref name="Loaded"/> says of the persisted ones whether the boot loads them.</summary>
public sealed record Marks(ValueList<Mark> Made, bool Loaded = true);
