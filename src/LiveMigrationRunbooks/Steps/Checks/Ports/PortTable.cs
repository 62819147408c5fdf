namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>
/// What all hosts that were asked say of each other's ports. Ports are closed at the host that owns them, unless one host alone reaches nobody.
/// </summary>
internal sealed class PortTable(IReadOnlyList<PortReading> hosts)
{
    public bool Reaches(string from, PortReading to) => hosts.FirstOrDefault(host => host.Host == from) is { Missing: null } source && to.Listens.Any(port => source.To(to, port) == "open");

    /// <summary>The hosts of which no port takes a connection from here, where that is at least two and each of them is reached by another host.</summary>
    public IReadOnlyList<string> Mute(PortReading from)
    {
        var targets = hosts.Where(to => to != from && to.Listens.Count > 0).ToList();
        var unreached = targets.Where(to => !Reaches(from.Host, to)).ToList();
        return targets.Count >= 2 && unreached.Count == targets.Count && unreached.All(to => hosts.Any(other => other != from && other != to && Reaches(other.Host, to)))
            ? [.. unreached.Select(to => to.Host)] : [];
    }

    /// <summary>Ports of a host that did not take a connection, by how that ended and from where.</summary>
    public IEnumerable<(string Word, string From, IReadOnlyList<int> Ports)> Closed(PortReading to) =>
        from source in hosts
        where source != to && source.Missing is null && Mute(source).Count == 0
        // Whoever rejects says so a few times a second only (icmp_ratelimit): what stays silent beside it is no other case.
        let words = to.Listens.Select(port => source.To(to, port)).ToHashSet(StringComparer.Ordinal)
        let limited = words.Contains("rejected") && words.Contains("dropped")
        from ended in to.Listens.GroupBy(port => source.To(to, port) is "rejected" or "dropped" && limited ? "limited" : source.To(to, port), StringComparer.Ordinal)
        where ended.Key != "open"
        select (ended.Key, source.Host, (IReadOnlyList<int>)[.. ended]);
}
