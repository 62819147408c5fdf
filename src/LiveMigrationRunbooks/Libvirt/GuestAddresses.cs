using System.Net;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Reads <c>virsh domifaddr</c>: a line an address, <c>vnet0 52:54:00:aa:bb:cc ipv4 192.0.2.40/24</c>.</summary>
public static class GuestAddresses
{
    /// <summary>In the order they were told, those that lead nowhere from outside left out: of the guest's own loopback and of one link.</summary>
    public static ValueList<string> Read(string text) =>
    [
        .. text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is [_, _, "ipv4" or "ipv6", _])
            .Select(words => IPAddress.TryParse(words[3].Split('/')[0], out var address) ? address : null).OfType<IPAddress>()
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && address.GetAddressBytes() is not [169, 254, _, _])
            .Select(address => address.ToString()).Distinct(StringComparer.Ordinal),
    ];
}
