namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What all hosts that were asked say of the ways between them. A silent switch tells nobody its size; that some ways work and others do not tells where it is.</summary>
internal sealed class PathTable
{
    private readonly Dictionary<string, Func<string, PathAnswer>> _told;
    private readonly Dictionary<string, string> _addresses;
    private readonly Dictionary<string, IReadOnlyList<string>> _groups = new(StringComparer.Ordinal);

    public PathTable(IReadOnlyList<HostAnswers> hosts)
    {
        _told = hosts.ToDictionary(host => host.Scene.Host, host => PathAnswer.Read(host.Answers), StringComparer.Ordinal);
        _addresses = hosts.SelectMany(host => host.Scene.Peers).Where(peer => peer.MigrationAddress is not null)
            .DistinctBy(peer => peer.Name).ToDictionary(peer => peer.Name, peer => peer.MigrationAddress ?? "", StringComparer.Ordinal);
        // A host with a fault of its own says nothing about what is between the others.
        var sound = _told.Keys.Where(host => !_told.Keys.Any(other => other != host && (From(host, other)?.IsOwn ?? false))).ToList();
        foreach (var host in sound.Where(host => !_groups.ContainsKey(host)))
        {
            var group = Group(host, sound);
            foreach (var member in group) _groups[member] = group;
        }
    }

    /// <summary>What one host says of the way to another; null where it was not asked.</summary>
    public PathAnswer? From(string host, string to) =>
        _told.TryGetValue(host, out var told) && _addresses.TryGetValue(to, out var address) ? told(address) : null;

    public bool WasAsked(string host) => _told.ContainsKey(host);

    public bool IsFull(string one, string other) => (From(one, other)?.IsFull ?? true) && (From(other, one)?.IsFull ?? true);

    /// <summary>The hosts that full packets reach from here, by one way or another, this one among them.</summary>
    public IReadOnlyList<string> GroupOf(string host) => _groups.GetValueOrDefault(host) ?? [host];

    /// <summary>Whether no full packet passes between this host and any other, while others reach each other.</summary>
    public bool IsCutOff(string host) => _groups.ContainsKey(host) && GroupOf(host).Count == 1 && _groups.Values.Any(group => group.Count > 1);

    private List<string> Group(string host, List<string> sound)
    {
        var group = new List<string> { host };
        for (var next = 0; next < group.Count; next++)
            group.AddRange(sound.Where(other => !group.Contains(other) && IsFull(group[next], other)).ToList());
        return [.. group.Order(StringComparer.Ordinal)];
    }
}
