using System.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>The hosts of an inventory as a table for people: where they are, their groups from the weakest to the nearest, what is set.</summary>
public static class HostTable
{
    private static readonly string[] Settings =
        ["migration_address", "migration_speed", "uplink", "memory_reserve", "labels"];

    public static string Of(Inventory inventory, IReadOnlyList<HostVariables> hosts, int width)
    {
        var text = new StringBuilder();
        var table = new TextTable(
            new("HOST"), new("ADDRESS"), new("GROUPS", Wraps: true), new("PARKED", Wraps: true), new("SETTINGS", Wraps: true));
        foreach (var host in hosts)
        {
            var groups = inventory.GroupsOf(host.Host).Select(group => group.Name).Where(name => name != "all");
            table.Add(host.Host.Name, Address(host), string.Join(", ", groups), Parked(host), string.Join(" ", Settings
                .Select(name => Value(host, name) is { } value ? $"{name}={value}" : null).OfType<string>()));
        }

        if (hosts.Count > 0) table.AppendTo(text, width);
        return text.Append(hosts.Count > 0 ? "\n" : "").Append(Summary(inventory, hosts)).Append('\n').ToString();
    }

    private static string Summary(Inventory inventory, IReadOnlyList<HostVariables> hosts)
    {
        var groups = hosts.SelectMany(host => inventory.GroupsOf(host.Host)).Distinct().Count(group => group.Name is not ("all" or "ungrouped"));
        var parked = hosts.Count(host => Parked(host).Length > 0);
        return $"{Count(hosts.Count, "host")} in {Count(groups, "group")}{(parked > 0 ? $", {parked} parked" : "")}.";
    }

    // Listing only shows: whether a value can be used is for validate to say.
    private static string Address(HostVariables host)
    {
        if (Value(host, "ansible_connection") is "local" or "ansible.builtin.local") return "local";
        var address = Value(host, "ansible_host");
        if (Value(host, "ansible_port") is not { } port) return address ?? "";
        address ??= host.Host.Name;
        return address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";
    }

    private static string Parked(HostVariables host)
    {
        if (Node(host, "parked") is not { } parked) return "";
        if (parked is not YamlMapping mapping) return ValueText.Of(parked);
        var reason = mapping["reason"] is YamlScalar given ? given.Text : "";
        return mapping["until"] is YamlScalar until ? $"until {until.Text}: {reason}" : reason.Length > 0 ? reason : "yes";
    }

    private static string? Value(HostVariables host, string name) => Node(host, name) switch
    {
        null => null,
        // Without quotes: these are words, numbers and addresses.
        YamlScalar scalar when !ShownValue.Of(name, scalar).Masked => scalar.Text,
        var node => ShownValue.Of(name, node).Text,
    };

    private static YamlNode? Node(HostVariables host, string name) =>
        host[name]?.Value is { } node and not YamlScalar { IsNull: true } ? node : null;

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
