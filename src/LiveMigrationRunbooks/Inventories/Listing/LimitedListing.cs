using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>The listing of some hosts only: groups and children in which none of them is are left out, as Ansible does with <c>--limit</c>.</summary>
public static class LimitedListing
{
    private const string Meta = "_meta";

    public static JsonObject Of(Inventory inventory, IReadOnlyCollection<InventoryHost> hosts)
    {
        var listing = InventoryJson.Of(inventory);
        if (hosts.Count == inventory.Hosts.Count) return listing;
        var (names, groups) = (hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal),
            hosts.SelectMany(inventory.GroupsOf).Select(group => group.Name).ToHashSet(StringComparer.Ordinal));
        if (listing[Meta]?["hostvars"] is JsonObject variables) Keep(variables, names);
        foreach (var (name, value) in listing.Where(entry => entry.Key != Meta).ToList())
        {
            if (!groups.Contains(name)) listing.Remove(name);
            else if (value is JsonObject group)
            {
                Keep(group, "hosts", names);
                Keep(group, "children", groups);
            }
        }

        return listing;
    }

    private static void Keep(JsonObject entries, HashSet<string> names)
    {
        foreach (var gone in entries.Select(entry => entry.Key).Where(name => !names.Contains(name)).ToList()) entries.Remove(gone);
    }

    private static void Keep(JsonObject group, string member, HashSet<string> names)
    {
        if (group[member] is not JsonArray list) return;
        var kept = list.Where(item => item is not null && names.Contains(item.GetValue<string>())).Select(item => item?.DeepClone()).ToArray();
        if (kept.Length == 0) group.Remove(member);
        else group[member] = new JsonArray(kept);
    }
}
