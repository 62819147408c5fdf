using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Networks in CIDR form: <c>198.51.100.0/24</c>, <c>2001:db8::/64</c>.</summary>
internal static class Network
{
    public static bool IsSound(string text) => IPNetwork.TryParse(text, out var network) && $"{network.BaseAddress}/{network.PrefixLength}" == text;

    public static bool IsSix(string text) => text.Contains(':', StringComparison.Ordinal);
}
