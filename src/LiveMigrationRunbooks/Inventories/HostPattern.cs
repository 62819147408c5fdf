using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// Chooses hosts as Ansible does: names of hosts and groups, globs, <c>~regex</c>, slices (<c>rack_a[0:2]</c>, both ends included),
/// <c>@file</c> with terms in lines; joined by <c>,</c> or <c>:</c>. First all are united, then <c>&amp;</c> keeps what is also there,
/// then <c>!</c> takes away.
/// </summary>
public static class HostPattern
{
    /// <summary>The hosts in inventory order; empty only with an error among the findings.</summary>
    public static IReadOnlyList<InventoryHost> Select(Inventory inventory, string pattern, SourceSpan? at, Findings findings)
    {
        var own = new Findings();
        var terms = PatternTerms.Of(pattern, at, own);
        if (terms.Count == 0 && !own.HasErrors) own.Add(PatternProblems.Empty(at));
        var chosen = new PatternMatch(inventory, own).All(terms);
        if (chosen.Count == 0 && !own.HasErrors) own.Add(PatternProblems.NothingMatched(at, pattern));
        foreach (var diagnostic in own.Sorted) findings.Add(diagnostic);
        return own.HasErrors ? [] : chosen;
    }
}
