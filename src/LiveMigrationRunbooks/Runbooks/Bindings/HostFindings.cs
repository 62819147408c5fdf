using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Gathers what is wrong on each host and tells it once: a finding that not every host has says which ones do.</summary>
internal sealed class HostFindings
{
    private const int MostNames = 3;
    private readonly Dictionary<Diagnostic, (List<string> Hosts, HashSet<string> Among)> _all = [];

    public void Add(string host, IEnumerable<Diagnostic> problems, IReadOnlyList<string> among)
    {
        foreach (var problem in problems)
        {
            if (!_all.TryGetValue(problem, out var seen)) _all[problem] = seen = ([], new HashSet<string>(StringComparer.Ordinal));
            if (seen.Hosts.Count == 0 || seen.Hosts[^1] != host) seen.Hosts.Add(host);
            if (seen.Among.Count < among.Count) seen.Among.UnionWith(among);
        }
    }

    /// <param name="told">What was told without asking for a host is not told again.</param>
    public void TellTo(Findings findings, IReadOnlyCollection<Diagnostic> told)
    {
        var known = told.ToHashSet();
        foreach (var (problem, (hosts, among)) in _all.Where(pair => !known.Contains(pair.Key)))
        {
            var distinct = hosts.Distinct(StringComparer.Ordinal).ToList();
            findings.Add(distinct.Count >= among.Count ? problem : problem with { Why = $"{problem.Why} It is so on {distinct.Count} of {among.Count} hosts: {Words(distinct)}." });
        }
    }

    private static string Words(List<string> hosts) =>
        hosts.Count <= MostNames ? string.Join(", ", hosts) : $"{string.Join(", ", hosts.Take(MostNames))} and {hosts.Count - MostNames} more";
}
