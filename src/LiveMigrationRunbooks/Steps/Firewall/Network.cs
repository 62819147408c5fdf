using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Networks in CIDR form: <c>198.51.100.0/24</c>, <c>2001:db8::/64</c>.</summary>
internal static class Network
{
    public static bool IsSound(string text) => IPNetwork.TryParse(text, out var network) && $"{network.BaseAddress}/{network.PrefixLength}" == text;

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(string argument, IEnumerable<string> all) => all.Where(network => !IsSound(network)).Select(network => (
        (string?)argument, $"'{network}' is not a network in CIDR form.", "Write 198.51.100.0/24, with no bits beyond the prefix."));

    /// <summary>Whether two networks have an address in common; false where one is none.</summary>
    public static bool Overlap(string one, string other) => Holds(one, other) || Holds(other, one);

    /// <summary>Whether all addresses of the second are addresses of the first, which may be a single address.</summary>
    public static bool Holds(string outer, string inner) =>
        Parsed(outer) is { } wide && Parsed(inner) is { } narrow && IsSix(outer) == IsSix(inner)
            && wide.PrefixLength <= narrow.PrefixLength && wide.Contains(narrow.BaseAddress);

    public static bool IsSix(string text) => text.Contains(':', StringComparison.Ordinal);

    private static IPNetwork? Parsed(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
}
