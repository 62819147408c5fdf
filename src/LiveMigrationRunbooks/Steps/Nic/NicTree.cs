namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>What stands on what among the interfaces of a host: VLANs on bonds, bonds on members, guests on bridges.</summary>
internal sealed class NicTree(HostFacts facts)
{
    public static NicTree Of(HostFacts facts) => new(facts);

    /// <summary>Whether <paramref name="upper"/> is that device, or stands on it.</summary>
    public bool Carries(string device, string upper) => device == upper || Above(device).Contains(upper);

    /// <summary>Who would feel a change of the device while it is made.</summary>
    public IEnumerable<Disturbance> Disturbs(string device)
    {
        if (GuestPorts(device).ToList() is { Count: > 0 } ports)
            yield return new(Disturbed.Guests, $"Guests on this host use {device} (by {string.Join(", ", ports)}).");
        if (facts.StorageNics.FirstOrDefault(nic => Carries(device, nic)) is { } storage)
            yield return new(Disturbed.Storage, $"{storage} reaches network storage that is in use{(storage == device ? "" : $", and stands on {device}")}.");
        if (facts.MigrationNics.FirstOrDefault(nic => Carries(device, nic)) is { } moving)
            yield return new(Disturbed.Migrations, $"A guest is moving over {moving} just now.");
    }

    // The ends of guests' cables: taps in a bridge above the device, or a macvtap on it.
    private IEnumerable<string> GuestPorts(string device)
    {
        var bridges = Above(device).Append(device).Where(each => KindOf(each) == "bridge").SelectMany(bridge => facts.Nic.GetValueOrDefault(bridge)?.Below ?? []);
        return Above(device).Concat(bridges).Where(port => KindOf(port) is "tun" or "macvtap").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private HashSet<string> Above(string device)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([device]);
        while (next.TryDequeue(out var below))
        {
            foreach (var nic in facts.Nic.Where(nic => nic.Value.Below.Contains(below) || facts.Nic.GetValueOrDefault(below)?.Master == nic.Key))
            {
                if (nic.Key != device && above.Add(nic.Key)) next.Enqueue(nic.Key);
            }
        }
        return above;
    }

    private string KindOf(string nic) => facts.Nic.GetValueOrDefault(nic)?.Kind ?? "";
}
