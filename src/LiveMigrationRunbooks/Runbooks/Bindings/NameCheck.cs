using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Follows names to what they stand for, without values: which names of the inventory something depends on in the end, which names nothing
/// declares, and which variables need themselves. It looks at every part of every expression, also at those that no host comes to.
/// </summary>
/// <param name="declared">The names that some host, the inputs or <c>-e</c> declare.</param>
internal sealed class NameCheck(IReadOnlySet<string> declared, IReadOnlySet<string> given, Findings findings)
{
    public const string Facts = "facts";
    private readonly HashSet<string> _nowhere = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly HashSet<Chain> _checked = [];
    private readonly HashSet<string> _cycles = new(StringComparer.Ordinal);
    private readonly Dictionary<YamlNode, IReadOnlyList<NameUse>> _uses = new(ReferenceEqualityComparer.Instance);

    /// <summary>Names that are used and that nothing declares; grows with what is followed.</summary>
    public IReadOnlySet<string> Nowhere => _nowhere;

    /// <summary>Every name that was looked for outside of the runbook.</summary>
    public IReadOnlySet<string> Used => _used;

    public void Follow(YamlNode tree, Chain chain, HashSet<string> roots) => Follow(Uses(tree), chain, roots, []);

    public void Follow(IEnumerable<NameUse> uses, Chain chain, HashSet<string> roots) => Follow(uses, chain, roots, []);

    /// <summary>Looks at the variables that a place sets, whether anybody uses them or not.</summary>
    public void Check(Chain chain)
    {
        if (!_checked.Add(chain)) return;
        foreach (var (name, binding) in chain.Own) Follow(name, binding, chain, [], []);
    }

    private void Follow(IEnumerable<NameUse> uses, Chain chain, HashSet<string> roots, List<(Chain Chain, string Name)> path)
    {
        foreach (var use in uses)
        {
            if (chain.Find(use.Root) is { } binding && !(binding is VariableBinding && given.Contains(use.Root))) Follow(use.Root, binding, chain, roots, path);
            else Outside(use, chain, roots);
        }
    }

    private void Follow(string name, Binding binding, Chain chain, HashSet<string> roots, List<(Chain Chain, string Name)> path)
    {
        if (binding is ItemBinding) return;
        var at = path.IndexOf((chain, name));
        if (at >= 0)
        {
            if (binding is VariableBinding set) Cycle(set.Variable, [.. path.Skip(at).Select(step => step.Name)]);
            return;
        }
        path.Add((chain, name));
        if (binding is VariableBinding { Variable: var variable }) Follow(Uses(variable.Value), chain, roots, path);
        else if (binding is ParameterBinding { Parameter.Given: { } value, At: var outer }) Follow(Uses(value), outer, roots, path);
        path.RemoveAt(path.Count - 1);
    }

    private void Outside(NameUse use, Chain chain, HashSet<string> roots)
    {
        roots.Add(use.Root);
        _used.Add(use.Root);
        if (use.Root == Facts && !FactShape.Knows(use.Path)) findings.Add(RunbookProblems.UnknownFact(use));
        if (declared.Contains(use.Root) || use.Optional) return;
        _nowhere.Add(use.Root);
        findings.Add(ExpressionProblems.UndefinedName(use.Span with { Length = Math.Min(use.Span.Length, use.Root.Length) }, use.Root, declared.Concat(chain.Names).Distinct()));
    }

    private void Cycle(RunbookVariable variable, IReadOnlyList<string> names)
    {
        if (_cycles.Add(string.Join(' ', names.Order(StringComparer.Ordinal)))) findings.Add(StructureProblems.Cycle(variable, names.Append(names[0])));
    }

    private IReadOnlyList<NameUse> Uses(YamlNode node)
    {
        if (!_uses.TryGetValue(node, out var uses)) _uses[node] = uses = [.. TemplateNames.In(node)];
        return uses;
    }
}
