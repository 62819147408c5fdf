using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>The names that conditions and templates of one host can use: its variables, the runbook's inputs above them, its facts.</summary>
internal sealed class HostScope
{
    private const string Facts = "facts";
    private readonly Scope _scope;
    private readonly HostVariables? _variables;

    private readonly HashSet<string> _inputs;

    private HostScope(Scope scope, HostVariables? variables, IEnumerable<string> inputs) =>
        (_scope, _variables, _inputs) = (scope, variables, inputs.ToHashSet(StringComparer.Ordinal));

    public static HostScope Of(Inventory inventory, InventoryHost host, InputValues inputs, HostFacts? facts, Findings findings)
    {
        var variables = inventory.Variables(host);
        var scope = inputs.Over(variables.Scope);
        return new HostScope(facts is null ? scope.WithUnknown(Facts, FactShape.KindOf) : scope.With(Facts, FactData.Of(facts)), variables, inputs.Names);
    }

    /// <summary>
    /// For a play whose hosts are not known because its pattern is wrong: every name that some host has, none with a value, so that the
    /// mistakes in its steps are told in the same go.
    /// </summary>
    public static HostScope OfNobody(Inventory inventory, InputValues inputs)
    {
        var names = inventory.Hosts.SelectMany(host => inventory.Variables(host).Scope.Names).Append(Facts).Distinct(StringComparer.Ordinal);
        var scope = names.Aggregate(Scope.Empty, (scope, name) => scope.WithUnknown(name));
        return new HostScope(inputs.Over(scope), null, inputs.Names);
    }

    public Applies Holds(Expression? when, SourceSpan at, Findings findings)
    {
        if (when is null) return Applies.Yes;
        if (Misused(when.Names, findings)) return Applies.Unknown;
        var evaluation = when.Evaluate(_scope);
        foreach (var problem in evaluation.Problems) findings.Add(problem);
        if (evaluation.IsUnknown || evaluation.Problems.Count > 0) return Applies.Unknown;
        if (evaluation.Value is DatumSecret)
        {
            findings.Add(SecretProblems.NotComputed(at));
            return Applies.Unknown;
        }
        if (evaluation.Value is DatumBool truth) return truth.Value ? Applies.Yes : Applies.No;
        findings.Add(RunbookProblems.NotACondition(at));
        return Applies.Unknown;
    }

    /// <summary>
    /// The tree with its templates evaluated; null where facts are missing, or where something is wrong, which is told. Where only the kind of
    /// the whole is known already, <paramref name="judge"/> says what is wrong with that.
    /// </summary>
    public YamlNode? Resolve(YamlNode tree, Findings findings, Func<DatumKind, Diagnostic?>? judge = null)
    {
        if (Misused(TemplateNames.In(tree), findings)) return null;
        var own = new Findings();
        var resolution = Resolver.Resolve(tree, _scope, own);
        foreach (var problem in own.Sorted) findings.Add(problem);
        if (resolution.Unknown is [{ Path: "", Kind: { } kind }] && judge?.Invoke(kind) is { } wrong) findings.Add(wrong);
        return resolution.IsComplete && !own.HasErrors ? resolution.Tree : null;
    }

    // A conflict between groups, or a value in Ansible's own template language, is wrong only where somebody uses it. An input hides both.
    private bool Misused(IEnumerable<NameUse> names, Findings findings)
    {
        var uses = names.ToList();
        var problems = _variables?.Problems(uses.Where(use => !_inputs.Contains(use.Root))).ToList() ?? [];
        problems.AddRange(uses.Where(use => use.Root == Facts && !FactShape.Knows(use.Path)).Select(RunbookProblems.UnknownFact));
        foreach (var problem in problems) findings.Add(problem);
        return problems.Exists(problem => problem.Severity == Severity.Error);
    }
}
