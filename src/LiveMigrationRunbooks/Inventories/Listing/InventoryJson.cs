using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// An inventory in the shape that <c>ansible-inventory --list</c> prints and that dynamic inventories are made of: for each group its own
/// hosts and children, and all variables of each host below <c>_meta.hostvars</c>.
/// </summary>
public static class InventoryJson
{
    public static JsonObject Of(Inventory inventory)
    {
        var result = new JsonObject { ["_meta"] = new JsonObject { ["hostvars"] = HostVariables(inventory) } };
        foreach (var group in inventory.Groups.Values.OrderBy(group => group.Name, StringComparer.Ordinal))
        {
            var listed = new JsonObject();
            if (group.Children.Count > 0) listed["children"] = Names(group.Children);
            // Everybody is in 'all', so Ansible does not say so.
            if (group.Name != "all" && group.OwnHosts.Count > 0) listed["hosts"] = Names(group.OwnHosts.Select(host => host.Name));
            if (listed.Count > 0) result[group.Name] = listed;
        }

        return result;
    }

    /// <summary>A value as JSON; vaults and texts that are marked unsafe are told apart as Ansible does.</summary>
    public static JsonNode? Value(YamlNode node) => node switch
    {
        YamlMapping mapping => Mapping(mapping),
        YamlSequence list => new JsonArray([.. list.Items.Select(Value)]),
        YamlScalar { Tag: "!vault" } vault => new JsonObject { ["__ansible_vault"] = vault.Text },
        YamlScalar { Tag: "!unsafe" } marked => new JsonObject { ["__ansible_unsafe"] = marked.Text },
        YamlScalar { IsNull: true } => null,
        YamlScalar scalar when CoreSchema.Bool(scalar) is { } truth => truth,
        YamlScalar scalar when CoreSchema.Integer(scalar) is { } integer => integer,
        YamlScalar scalar when CoreSchema.LooksInteger(scalar) && BigInteger.TryParse(scalar.Text, CultureInfo.InvariantCulture, out var large) =>
            JsonNode.Parse(large.ToString(CultureInfo.InvariantCulture)),
        // JSON has neither infinities nor NaN.
        YamlScalar scalar when CoreSchema.Number(scalar) is { } number =>
            double.IsFinite(number) ? Real(number) : number.ToString(CultureInfo.InvariantCulture),
        YamlScalar scalar => scalar.Text,
        _ => null,
    };

    /// <summary>1.0 stays what it is: whoever reads it may tell whole numbers from others.</summary>
    private static JsonNode? Real(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
    }

    private static JsonObject HostVariables(Inventory inventory)
    {
        var hosts = new JsonObject();
        foreach (var host in inventory.Hosts.OrderBy(host => host.Name, StringComparer.Ordinal))
        {
            var variables = new JsonObject();
            foreach (var (name, variable) in inventory.Variables(host).All) variables[name] = Value(variable.Value);
            if (variables.Count > 0) hosts[host.Name] = variables;
        }

        return hosts;
    }

    private static JsonObject Mapping(YamlMapping mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Entries) result[key.Text] = Value(value);
        return result;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)JsonValue.Create(name))]);
}
