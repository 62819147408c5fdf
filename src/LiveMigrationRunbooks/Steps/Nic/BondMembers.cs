using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Nic.Network;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>Why an interface cannot become a member of a bond: it is used already, or a file will use it at the next boot.</summary>
internal static class BondMembers
{
    public static IEnumerable<Refusal> Unfit(string bond, ValueList<string> members, KernelLinks links, NetworkReading network, IProfiles? profiles)
    {
        if (links.Find(bond) is { Kind: not "bond" } other)
            yield return new Refusal("device", $"{bond} is no bond, but {(other.Kind.Length > 0 ? $"a {other.Kind}" : "a plain interface")}.", "Give the bond another name.");
        foreach (var name in members)
        {
            if (links.Find(name) is not { } link)
            {
                yield return DeviceName.Missing(name, CommandResult.OfText(""), links, "members");
                continue;
            }
            if (Why(link, bond, links) is { } why) yield return new Refusal("members", why, "Take it out of that first, or leave it out of the bond.");
            if (profiles?.Configured(network, name) is { } path)
                yield return new Refusal("members", $"{path} gives {name} addresses of its own at boot.", $"Take {name} out of {path}.");
        }
    }

    private static string? Why(KernelLink link, string bond, KernelLinks links)
    {
        if (link.Kind is "bond" or "bridge" or "vlan") return $"{link.Name} is a {link.Kind}: a bond is made of plain interfaces.";
        if (link.Master is { } master && master != bond) return $"{link.Name} is a port of {master}.";
        if (link.Master is null && link.Addresses.ToList() is { Count: > 0 } addresses) return $"{link.Name} has the address {addresses[0].Text}: it is in use.";
        return links.All.Select(each => new KernelLink(each)).FirstOrDefault(each => each.Parent == link.Name && each.Kind is "vlan" or "macvtap" or "macvlan" && each.Parent == link.Name) is { } above
            ? $"{above.Name} stands on {link.Name}." : null;
    }
}
