using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

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
            else if (variable.AnsiblesChoice is { } ansibles)
                findings.Add(VariableProblems.AnsibleDiffers(null, variable.Winner, ansibles) with { Span = Quotable(variable.Winner) });
        }

        foreach (var ((winner, other), names) in ambiguous)
            findings.Add(ListingProblems.Ambiguous(Quotable(winner), winner, other, Names(names)));
    }

    /// <summary>A diagnostic shows the line it points at: none where that would be the secret.</summary>
    private static SourceSpan? Quotable(VariableSetting setting) => ShownValue.Of(setting.Name, setting.Value).Masked ? null : setting.Span;

    private static string Names(List<string> names) => names.Count <= MostNames ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";
}
