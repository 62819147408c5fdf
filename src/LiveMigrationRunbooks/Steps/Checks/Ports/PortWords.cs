namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>Says which ports did not take a connection, and what to do: a packet that is dropped and one that is turned away have different causes.</summary>
internal static class PortWords
{
    public static Verdict.Failed Of(IReadOnlyList<(string Word, string From, IReadOnlyList<int> Ports)> closed)
    {
        // The same ports from several hosts are one sentence.
        var alike = closed.GroupBy(each => (each.Word, Ports: Ranges(each.Ports))).ToList();
        return new(
            string.Join("; ", alike.Select(group => $"{What(group.Key.Word, group.Key.Ports)} from {string.Join(", ", group.Select(each => each.From))}")),
            string.Join(" ", alike.Select(group => Remedy(group.Key.Word, group.Key.Ports)).Distinct()));
    }

    /// <summary><c>49152-49215</c>, <c>49152, 49154-49160</c>.</summary>
    public static string Ranges(IEnumerable<int> ports)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var port in ports.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == port - 1) ranges[^1] = (ranges[^1].First, port);
            else ranges.Add((port, port));
        }
        return string.Join(", ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }

    private static string What(string word, string ports)
    {
        var one = ports.All(char.IsAsciiDigit);
        return $"{(one ? "port" : "ports")} {ports} " + word switch
        {
            "refused" => $"{(one ? "refuses" : "refuse")} connections, although the check listened there,",
            "limited" => "are turned away, some with a message (no route, prohibited) and some without, as hosts send only so many of these a second,",
            "rejected" => $"{(one ? "is" : "are")} turned away with a message (no route, prohibited)",
            _ => $"{(one ? "is" : "are")} dropped without an answer",
        };
    }

    private static string Remedy(string word, string ports) => word switch
    {
        "refused" => "A firewall resets these connections, on this host or between: look for a rule that rejects with tcp-reset or port-unreachable, and open the ports with firewall.ports.",
        "rejected" or "limited" => $"A firewall rejects these connections: open the ports on this host with firewall.ports: {{ ports: {Each(ports)}, from: [the migration network] }}.",
        _ => $"Open the ports on this host with firewall.ports: {{ ports: {Each(ports)}, from: [the migration network] }}; where they are open, look at what filters between.",
    };

    private static string Each(string ports) => ports.Contains(',') ? $"[{string.Join(", ", ports.Split(", ").Select(each => $"{each}/tcp"))}]" : $"{ports}/tcp";
}
