using System.Net;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>An address of an interface with the length of its network's prefix, as <c>198.51.100.21/24</c>.</summary>
internal sealed record InterfaceAddress(IPAddress Ip, int Prefix)
{
    /// <summary>The one spelling that kernel and files are compared in.</summary>
    public string Text => $"{Ip}/{Prefix}";

    public bool IsSix => Six(Ip);

    /// <summary>Null where it is no address with a prefix. Without one networkd and <c>ip</c> take the whole address.</summary>
    public static InterfaceAddress? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var ip) || text.Contains('%', StringComparison.Ordinal) || !IsDotted(parts[0], ip)) return null;
        var most = Six(ip) ? 128 : 32;
        if (parts.Length == 1) return new(ip, most);
        return parts[1].Length is > 0 and < 4 && parts[1].All(char.IsAsciiDigit) && int.TryParse(parts[1], out var prefix) && prefix <= most ? new(ip, prefix) : null;
    }

    /// <summary>Why no interface can have it, or null.</summary>
    public static string? WhyNot(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) || Parse(text) is not { } address) return $"'{text}' is not an address with the length of its prefix.";
        if (IPAddress.IsLoopback(address.Ip) || address.Ip.Equals(IPAddress.Any) || address.Ip.Equals(IPAddress.IPv6Any)) return $"'{text}' is no address that others can reach.";
        if (address.IsSix ? address.Ip.IsIPv6Multicast : address.Ip.GetAddressBytes()[0] >= 224) return $"'{text}' is not the address of one host.";
        if (address.Ip.IsIPv6LinkLocal) return $"'{text}' is link-local: the kernel makes it by itself.";
        if (address.Prefix == 0) return $"'{text}' has a prefix of 0: the whole world would be on this link.";
        return address.Edge is { } edge ? $"'{text}' is {edge}, not a host in it." : null;
    }

    // With 31 bits both ends are hosts (RFC 3021); IPv6 has no broadcast, and its all-zero address is the routers' own.
    private string? Edge
    {
        get
        {
            if (IsSix || Prefix >= 31) return null;
            var bits = BitConverter.ToUInt32([.. Ip.GetAddressBytes().Reverse()]);
            var host = bits & (uint.MaxValue >> Prefix);
            return host == 0 ? "the name of its network" : host == uint.MaxValue >> Prefix ? "the broadcast address of its network" : null;
        }
    }

    private static bool Six(IPAddress ip) => ip.GetAddressBytes().Length == 16;

    // .NET reads "10.1" and "010.1.1.1" as addresses too, and not as people mean them.
    private static bool IsDotted(string text, IPAddress ip) => Six(ip) || ip.ToString() == text;
}
