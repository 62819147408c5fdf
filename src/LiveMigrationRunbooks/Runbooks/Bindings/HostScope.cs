using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The names that conditions and templates of one host can use: its variables, above them the runbook's inputs and what <c>-e</c> sets, its
/// facts; and what the runbook itself gives at the place of use, which comes as a <see cref="Chain"/>.
/// </summary>
internal sealed class HostScope
{
    private readonly Scope _scope;
    private readonly HostVariables? _variables;
    private readonly InputValues _inputs;
    private readonly IReadOnlySet<string> _nowhere;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(Chain Chain, string Name), (Datum? Value, IReadOnlyList<Diagnostic> Problems)> _values = [];
    private readonly HashSet<(Chain Chain, string Name)> _underWay = [];

    private HostScope(Scope scope, HostVariables? variables, InputValues inputs, IReadOnlySet<string> nowhere) =>
        (_scope, _variables, _inputs, _nowhere) = (scope, variables, inputs, nowhere);

    /// <param name="nowhere">Names that nothing declares: that was told once, and here they are names without a value.</param>
    public static HostScope Of(HostVariables variables, InputValues inputs, HostFacts? facts, IReadOnlySet<string> nowhere)
    {
        var scope = inputs.Over(variables.Scope);
        return new HostScope(facts is null ? scope.WithUnknown(NameCheck.Facts, FactShape.KindOf) : scope.With(NameCheck.Facts, FactData.Of(facts)), variables, inputs, nowhere);
    }

    /// <summary>
    /// For a play whose hosts are not known because its pattern is wrong: every name that some host has, none with a value, so that the
    /// mistakes in its steps are told in the same go.
    /// </summary>
    public static HostScope OfNobody(IEnumerable<string> names, InputValues inputs, IReadOnlySet<string> nowhere) =>
        new(inputs.Over(names.Aggregate(Scope.Empty, (scope, name) => scope.WithUnknown(name))), null, inputs, nowhere);

    /// <summary>What does not depend on a host: inputs and what <c>-e</c> sets.</summary>
    public static HostScope OfInputs(InputValues inputs) => new(inputs.Over(Scope.Empty), null, inputs, new HashSet<string>());

    public Applies Holds(Condition when, Chain chain, Findings findings)
    {
        if (Misused(when.Expression.Names, chain, findings)) return Applies.Unknown;
        var evaluation = when.Expression.Evaluate(Seen(when.Expression.Names, chain, findings));
        foreach (var problem in evaluation.Problems) findings.Add(problem);
        if (evaluation.IsUnknown || evaluation.Problems.Count > 0) return Applies.Unknown;
        if (evaluation.Value is DatumSecret)
        {
            findings.Add(SecretProblems.NotComputed(when.Span));
            return Applies.Unknown;
        }
        if (evaluation.Value is DatumBool truth) return truth.Value ? Applies.Yes : Applies.No;
        findings.Add(RunbookProblems.NotACondition(when.Span));
        return Applies.Unknown;
    }

    /// <summary>
    /// The tree with its templates evaluated; null where facts are missing, or where something is wrong, which is told. Where only the kind of
    /// the whole is known already, <paramref name="judge"/> says what is wrong with that.
    /// </summary>
    public YamlNode? Resolve(YamlNode tree, Chain chain, Findings findings, Func<DatumKind, Diagnostic?>? judge = null)
    {
        var uses = TemplateNames.In(tree).ToList();
        if (Misused(uses, chain, findings)) return null;
        var own = new Findings();
        var resolution = Resolver.Resolve(tree, uses.Count == 0 ? _scope : Seen(uses, chain, own), own);
        foreach (var problem in own.Sorted) findings.Add(problem);
        if (resolution.Unknown is [{ Path: "", Kind: { } kind }] && judge?.Invoke(kind) is { } wrong) findings.Add(wrong);
        return resolution.IsComplete && !own.HasErrors ? resolution.Tree : null;
    }

    /// <summary>A number that two hosts share where a name means the same to both, in value and in what stands against its use.</summary>
    public int IdOf(string name, ValueIds ids)
    {
        if (_ids.TryGetValue(name, out var known)) return known;
        var against = _variables?[name]?.Problems(null).Select(problem => problem.What + problem.Why) ?? [];
        return _ids[name] = ids.Of(_scope.Find(name)?.Value, string.Join('\n', against));
    }

    // Only what is used is evaluated, so that a variable nobody uses here costs nothing and breaks nothing.
    private Scope Seen(IReadOnlyList<NameUse> uses, Chain chain, Findings findings)
    {
        var scope = _scope;
        foreach (var name in uses.Select(use => use.Root).Distinct(StringComparer.Ordinal))
        {
            if (Bound(name, chain) is { } binding) scope = ValueOf(name, binding, chain, findings) is { } value ? scope.With(name, value) : scope.WithUnknown(name);
            else if (_nowhere.Contains(name)) scope = scope.WithUnknown(name);
            // So that what is told of an unknown name can suggest every known one.
            else if (!scope.Declares(name)) scope = chain.Names.Where(known => !_scope.Declares(known)).Aggregate(scope, (seen, known) => seen.WithUnknown(known));
        }
        return scope;
    }

    private Binding? Bound(string name, Chain chain) => chain.Find(name) is { } binding && !(binding is VariableBinding && _inputs.Given.Contains(name)) ? binding : null;

    private Datum? ValueOf(string name, Binding binding, Chain chain, Findings findings)
    {
        if (binding is ItemBinding item) return item.Value;
        // A variable that needs itself was told; here it only must not hang.
        if (!_underWay.Add((chain, name))) return null;
        if (!_values.TryGetValue((chain, name), out var known))
        {
            var own = new Findings();
            known = (binding is ParameterBinding given ? ValueOf(given, own) : binding is VariableBinding set && Resolve(set.Variable.Value, chain, own) is { } tree ? Datum.From(tree) : null, own.Sorted);
            _values[(chain, name)] = known;
        }
        _underWay.Remove((chain, name));
        foreach (var problem in known.Problems) findings.Add(problem);
        return known.Value;
    }

    private Datum? ValueOf(ParameterBinding bound, Findings findings)
    {
        var (input, given) = bound.Parameter;
        if (given is null) return input.Default is { } value ? InputCheck.Typed(input, value) : input.Required ? null : Datum.Null;
        if (Resolve(given, bound.At, findings) is not { } resolved) return null;
        if (InputCheck.Wrong(input, resolved) is not { } wrong) return InputCheck.Typed(input, resolved);
        findings.Add(RunbookProblems.WrongInput(input, given.Span, wrong));
        return null;
    }

    // A conflict between groups, or a value in Ansible's own template language, is wrong only where somebody uses it. An input hides both.
    private bool Misused(IEnumerable<NameUse> names, Chain chain, Findings findings)
    {
        var problems = _variables?.Problems(names.Where(use => !_inputs.Values.ContainsKey(use.Root) && Bound(use.Root, chain) is null)).ToList() ?? [];
        foreach (var problem in problems) findings.Add(problem);
        return problems.Exists(problem => problem.Severity == Severity.Error);
    }
}
