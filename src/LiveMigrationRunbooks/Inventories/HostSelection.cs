using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>A host that is left out because its inventory says that it is parked.</summary>
public sealed record ParkedHost(InventoryHost Host, Parked Parked)
{
    /// <summary>One line for people: <c>kvm7 is parked until 2027-01-31: bad DIMM</c>.</summary>
    public override string ToString() => $"{Host} is parked{(Parked.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}"
        + (Parked.Reason.Length > 0 ? $": {Parked.Reason}" : "");
}

/// <summary>
/// The hosts that a pattern chooses, without those that are parked, which are kept for people to see. A host is parked through the day that it
/// names as the last.
/// </summary>
public sealed record HostSelection(IReadOnlyList<InventoryHost> Hosts, IReadOnlyList<ParkedHost> Parked)
{
    /// <summary>Parks those of the chosen hosts that are parked today. That nobody is left is an error, told at <paramref name="at"/>.</summary>
    public static HostSelection Of(Inventory inventory, IReadOnlyList<InventoryHost> chosen, DateOnly today, SourceSpan? at, Findings findings)
    {
        var (hosts, parked) = (new List<InventoryHost>(), new List<ParkedHost>());
        foreach (var host in chosen)
        {
            if (HostSettings.ParkedOf(inventory, host, findings) is { } entry && (entry.Until is null || entry.Until >= today)) parked.Add(new ParkedHost(host, entry));
            else hosts.Add(host);
        }

        if (hosts.Count == 0 && parked.Count > 0) findings.Add(PatternProblems.AllParked(at, parked));
        return new HostSelection(hosts, parked);
    }
}
