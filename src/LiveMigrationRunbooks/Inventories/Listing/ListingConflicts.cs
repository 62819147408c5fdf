using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// What a listing warns of: variables on which groups of equal right disagree, and those of which Ansible would take another value. Using
/// them is another matter, see <see cref="HostVariable.Problems"/>.
/// </summary>
public static class ListingConflicts
{
    private const int MostNames = 3;

    /// <summary>Each pair of places is told once, however many hosts it concerns.</summary>
    public static void Tell(IEnumerable<HostVariables> hosts, Findings findings)
    {
        var ambiguous = new Dictionary<(VariableSetting, VariableSetting), List<string>>();
        foreach (var variable in hosts.SelectMany(host => host.All.Values))
        {
            if (variable.Conflict is { } other)
            {
                if (!ambiguous.TryGetValue((variable.Winner, other), out var names)) ambiguous[(variable.Winner, other)] = names = [];
                names.Add(variable.Host.Name);
            }
            else if (variable.Losers.Count > 0)
            {
                foreach (var warning in variable.Problems(null).Where(problem => problem.Severity == Severity.Warning))
                    findings.Add(SecretName.Is(variable.Name) ? warning with { Span = null } : warning);
            }
        }

        foreach (var ((winner, other), names) in ambiguous)
        {
            // A diagnostic shows the line it points at, and that would be the secret.
            var span = ShownValue.Of(winner.Name, winner.Value).Masked ? null : winner.Span;
            findings.Add(ListingProblems.Ambiguous(span, winner, other, Names(names)));
        }
    }

    private static string Names(List<string> names) => names.Count <= MostNames ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
