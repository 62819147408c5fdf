using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>
/// A variable with everything that sets it, from the winner down, why the winner wins, and what stands against using it.
/// </summary>
public sealed record ExplainedVariable(
    string Name, IReadOnlyList<ExplainedSetting> Settings, string Why, IReadOnlyList<Diagnostic> Problems)
{
    public ExplainedSetting Winner => Settings[0];

    public bool IsUsable => Problems.All(problem => problem.Severity != Severity.Error);
}

/// <summary>All variables of one host through all layers, by name.</summary>
public sealed record Explanation(string Host, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, ExplainedVariable> Variables)
{
    /// <param name="upper">What is set above the inventory, from the weakest to the strongest.</param>
    public static Explanation Of(Inventory inventory, InventoryHost host, IReadOnlyList<UpperSetting> upper)
    {
        var variables = inventory.Variables(host);
        var groups = inventory.GroupsOf(host).Select(group => group.Name).ToList();
        var above = BuiltIn(host, groups).Concat(upper).ToLookup(setting => setting.Name, StringComparer.Ordinal);
        var explained = new SortedDictionary<string, ExplainedVariable>(StringComparer.Ordinal);
        foreach (var name in variables.All.Keys.Concat(above.Select(same => same.Key)).Distinct())
            explained[name] = Explain(name, variables[name], above[name]);
        return new Explanation(host.Name, groups, explained);
    }

    private static ExplainedVariable Explain(string name, HostVariable? variable, IEnumerable<UpperSetting> above)
    {
        List<ExplainedSetting> settings = [.. above.OrderBy(setting => setting.Layer).Select(ExplainedSetting.Of).Reverse()];
        // What a layer above sets hides the inventory's troubles with it.
        var hidden = settings.Count > 0;
        if (variable is not null)
            settings.AddRange(variable.Losers.Prepend(variable.Winner)
                .Select(setting => ExplainedSetting.Of(setting, hidden ? null : variable.Conflict)));
        return new ExplainedVariable(name, settings, ExplainedReason.Of(settings),
            hidden || variable is null ? [] : [.. variable.Problems(null)]);
    }

    private static IEnumerable<UpperSetting> BuiltIn(InventoryHost host, IEnumerable<string> groups)
    {
        yield return Own("inventory_hostname", Text(host.Name));
        yield return Own("inventory_hostname_short", Text(host.Name.Split('.')[0]));
        yield return Own("group_names", new YamlSequence(
            [.. groups.Where(name => name != "all").Order(StringComparer.Ordinal).Select(Text)], host.Span));

        UpperSetting Own(string name, YamlNode value) => new(ExplainedLayer.BuiltIn, name, value, host.Span, "lmr");
        YamlScalar Text(string text) => new(text, Plain: false, host.Span);
    }
}
