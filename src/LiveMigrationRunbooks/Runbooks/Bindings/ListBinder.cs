using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Binds one list of steps to hosts. What does not depend on the host is worked out once: every entry is remembered by the values of the
/// names that it depends on, and so is the whole list.
/// </summary>
internal sealed class ListBinder
{
    private const int MostSteps = 10_000;
    private readonly TagChoice _tags;
    private readonly StepBinding _steps;
    private readonly ValueIds _ids;
    private readonly Remembered<ValueList<BoundStep>> _whole;
    private readonly Dictionary<Occurrence, Remembered<IReadOnlyList<BoundStep>>> _entries = [];
    private readonly IReadOnlyList<Occurrence> _top;

    public ListBinder(StepList list, Surroundings at, TagChoice tags, StepBinding steps, NameCheck names, ValueIds ids, Findings findings)
    {
        (_tags, _steps, _ids) = (tags, steps, ids);
        var (top, position) = (new List<Occurrence>(), 0);
        foreach (var entry in list.Entries)
        {
            top.Add(Occurrence.Of(entry, at, position, tags));
            position += entry.Count;
        }
        _top = top;
        var roots = new HashSet<string>(StringComparer.Ordinal);
        foreach (var occurrence in top) roots.UnionWith(Look(occurrence, inLoop: false, names, findings));
        _whole = new Remembered<ValueList<BoundStep>>([.. roots.Order(StringComparer.Ordinal)]);
    }

    /// <summary>How many steps tags leave out, before anything is repeated.</summary>
    public int LeftOut { get; private set; }

    /// <summary>How many calls were really worked out, for all hosts together.</summary>
    public int Bindings { get; private set; }

    public ValueList<BoundStep> Bind(HostScope scope, Action<IReadOnlyList<Diagnostic>> tell) => _whole.For(scope, _ids, tell, told =>
    {
        var steps = new List<BoundStep>();
        foreach (var occurrence in _top) Bind(occurrence, scope, told, steps, unknown: false);
        return StepNames.Unique(steps);
    });

    // The static part: what every name leads to, and what is wrong whatever a host has. Gives the names that decide what becomes of the entry.
    private HashSet<string> Look(Occurrence at, bool inLoop, NameCheck names, Findings findings)
    {
        var roots = new HashSet<string>(StringComparer.Ordinal);
        names.Check(at.Chain);
        foreach (var (condition, chain) in at.Conditions) names.Follow(condition.Expression.Names, chain, roots);
        if (at.Loop is { } loop) names.Follow(loop.Over, at.Chain, roots);
        if (at.Call is { } call)
        {
            names.Follow(call.Arguments, at.Chain, roots);
            if (call.Named is { } named) names.Follow(named, at.Chain, roots);
            _steps.Check(call, findings);
            if (!at.Chosen) LeftOut++;
        }
        foreach (var child in at.Children)
        {
            if (at.Loop is null) names.Check(child.At.Chain);
            roots.UnionWith(Look(child, inLoop || at.Loop is not null, names, findings));
        }
        if (!inLoop) _entries[at] = new Remembered<IReadOnlyList<BoundStep>>([.. roots.Order(StringComparer.Ordinal)]);
        return roots;
    }

    private void Bind(Occurrence at, HostScope scope, Findings findings, List<BoundStep> steps, bool unknown)
    {
        if (!at.Chosen) return;
        if (!_entries.TryGetValue(at, out var remembered) || unknown)
        {
            BindNow(at, scope, findings, steps, unknown);
            return;
        }
        steps.AddRange(remembered.For(scope, _ids, problems => { foreach (var problem in problems) findings.Add(problem); }, told =>
        {
            var own = new List<BoundStep>();
            BindNow(at, scope, told, own, unknown);
            return own;
        }));
    }

    private void BindNow(Occurrence at, HostScope scope, Findings findings, List<BoundStep> steps, bool unknown)
    {
        if (at.Loop is { } loop) Repeat(at, loop, scope, findings, steps, unknown);
        else if (at.Call is { } call)
        {
            Bindings++;
            steps.Add(_steps.Bind(call, at, scope, unknown, findings));
        }
        else
        {
            foreach (var child in at.Children) Bind(child, scope, findings, steps, unknown);
        }
    }

    private void Repeat(Occurrence at, ForEach loop, HostScope scope, Findings findings, List<BoundStep> steps, bool unknown)
    {
        // Where the conditions around it exclude the host, the list may not even exist.
        var (applies, _) = StepBinding.Holds(at, scope, findings);
        var items = applies == Applies.No ? null : LoopItems.Of(loop, at.Chain, scope, findings);
        if (items is null)
        {
            foreach (var body in at.Children) Bind(body, scope, findings, steps, unknown: true);
            return;
        }
        for (var index = 0; index < items.Count; index++)
        {
            Bind(at.Item(items[index].Item, index, items[index].Label, _tags), scope, findings, steps, unknown);
            if (steps.Count <= MostSteps) continue;
            findings.Add(StructureProblems.TooMany(loop.Span, MostSteps));
            return;
        }
    }
}
