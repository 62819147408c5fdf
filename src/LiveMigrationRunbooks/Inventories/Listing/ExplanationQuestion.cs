using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>Finds the host and the variable that somebody asks about, and says what may have been meant where there is none.</summary>
public static class ExplanationQuestion
{
    public static InventoryHost? Host(Inventory inventory, string name, Findings findings)
    {
        if (inventory.Host(name) is { } host) return host;
        findings.Add(inventory.Groups.TryGetValue(name, out var group)
            ? ListingProblems.GroupForHost(name, group.Hosts.Count > 0 ? group.Hosts[0].Name : null)
            : ListingProblems.UnknownHost(name, inventory.Hosts.Select(known => known.Name)));
        return null;
    }

    public static ExplainedVariable? Variable(Inventory inventory, Explanation explanation, string name, Findings findings)
    {
        if (explanation.Variables.TryGetValue(name, out var variable)) return variable;
        var root = name.Split('.', '[')[0];
        if (root != name && explanation.Variables.ContainsKey(root)) findings.Add(ListingProblems.PartOfVariable(name, root));
        else
        {
            var elsewhere = inventory.Sets.Select(set => set.Values.Entry(name)?.Key.Span).FirstOrDefault(span => span is not null);
            var fix = Suggestion.For(name, explanation.Variables.Keys) is null
                && Suggestion.For(name, inventory.Sets.SelectMany(set => set.Values.Entries).Select(entry => entry.Key.Text).Distinct()) is { } others
                ? $"Did you mean '{others}', which other hosts have?" : Suggestion.Fix(name, explanation.Variables.Keys, "variable");
            findings.Add(ListingProblems.UnknownVariable(name, explanation.Host, elsewhere, fix));
        }

        return null;
    }
}
