using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>All variables of one host, with where each came from.</summary>
public sealed class HostVariables
{
    private readonly SortedDictionary<string, HostVariable> _all = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _groups;

    internal HostVariables(InventoryHost host, IReadOnlyList<string> groups, IEnumerable<VariableSetting> settings)
    {
        (Host, _groups) = (host, groups);
        foreach (var same in settings.GroupBy(setting => setting.Name)) _all.Add(same.Key, HostVariable.Of(host, [.. same]));
    }

    public InventoryHost Host { get; }

    /// <summary>By name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, HostVariable> All => _all;

    public HostVariable? this[string name] => _all.GetValueOrDefault(name);

    /// <summary>
    /// The variables for expressions, with <c>inventory_hostname</c>, <c>inventory_hostname_short</c> and <c>group_names</c>. What
    /// only Ansible could evaluate is declared without a value; ask <see cref="Problems"/> before evaluating, which says so at the
    /// place of use.
    /// </summary>
    public Scope Scope
    {
        get
        {
            var values = _all.ToDictionary(pair => pair.Key, pair => Datum.From(pair.Value.Value), StringComparer.Ordinal);
            values["inventory_hostname"] = new DatumText(Host.Name);
            values["inventory_hostname_short"] = new DatumText(Host.Name.Split('.')[0]);
            values["group_names"] = new DatumList([.. _groups.Order(StringComparer.Ordinal).Select(name => new DatumText(name))]);
            return _all.Values
                .SelectMany(variable => OpaqueValue.In(variable.Name, variable.Value))
                .Aggregate(Scope.Of(values), (scope, opaque) => scope.WithUnknown(opaque.Path));
        }
    }

    /// <summary>
    /// What stands against these uses of variables: conflicts, Jinja2, vaults. Names that are not variables of the host pass.
    /// </summary>
    public IEnumerable<Diagnostic> Problems(IEnumerable<NameUse> uses) =>
        uses.SelectMany(use => this[use.Root]?.Problems(use.Span, use.Path) ?? []);

    /// <summary>
    /// A variable's value for use by the engine itself: null where it is not set, or where a finding says why it cannot be used.
    /// </summary>
    internal YamlNode? Use(string name, Findings findings)
    {
        if (this[name] is not { Value: not YamlScalar { IsNull: true } } variable) return null;
        var usable = true;
        foreach (var problem in variable.Problems(null))
        {
            findings.Add(problem);
            usable &= problem.Severity != Severity.Error;
        }

        if (usable && SecretForm.Holds(variable.Value))
        {
            findings.Add(SecretProblems.NotForHosts(variable.Span, name));
            usable = false;
        }

        return usable ? variable.Value : null;
    }
}
