namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A use of a name that comes from outside. Optional where something stands in for it; <paramref name="IsSetBefore"/> where the template gives
/// it a value, but not on every way that leads here.
/// </summary>
internal sealed record Use(NamePath Path, int Start, int Length, bool IsOptional, bool IsSetBefore);

/// <summary>
/// Finds the names that an expression or a template needs from outside, in the order they are written: on every way through it, taken or
/// not, and without those that it gives a value itself.
/// </summary>
internal sealed class NameWalk
{
    private readonly List<Use> _uses = [];

    // Names that have a value wherever one may have come from, a layer for each branch around; and names that have one on some way only.
    private readonly List<HashSet<string>> _set = [new(StringComparer.Ordinal)];
    private readonly HashSet<string> _setSomewhere = new(StringComparer.Ordinal);

    public static IReadOnlyList<Use> Of(Syntax syntax)
    {
        var walk = new NameWalk();
        walk.In(syntax);
        return walk._uses;
    }

    public static IReadOnlyList<Use> Of(IReadOnlyList<StatementSyntax> statements)
    {
        var walk = new NameWalk();
        walk.In(statements);
        return walk._uses;
    }

    private void In(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements) In(statement);
    }

    private void In(StatementSyntax statement)
    {
        switch (statement)
        {
            case OutputSyntax output: In(output.Value); break;
            case AssignSyntax assign:
                In(assign.Value);
                _set[^1].Add(assign.Name);
                _setSomewhere.Add(assign.Name);
                break;
            case IfSyntax choice:
                // The conditions are asked one after the other; only the first is sure to be.
                In(choice.Branches[0].Condition);
                Branches([.. choice.Branches.Select((branch, at) => (Action)(() =>
                {
                    if (at > 0) In(branch.Condition);
                    In(branch.Body);
                })), () => In(choice.Otherwise)]);
                break;
            case CaseSyntax choice:
                In(choice.Subject);
                Branches([.. choice.Branches.Select(branch => (Action)(() =>
                {
                    foreach (var value in branch.Values) In(value);
                    In(branch.Body);
                })), () => In(choice.Otherwise)]);
                break;
            case ForSyntax loop: Loop(loop); break;
        }
    }

    private void Loop(ForSyntax loop)
    {
        In(loop.List);
        if (loop.Offset is not null) In(loop.Offset);
        if (loop.Limit is not null) In(loop.Limit);
        Branches([() =>
        {
            _set[^1].Add(loop.Name);
            In(loop.Body);
        }, () => In(loop.Otherwise)]);
    }

    /// <summary>One of them is gone through: behind them has a value what each of them gave one.</summary>
    private void Branches(IReadOnlyList<Action> branches)
    {
        HashSet<string>? common = null;
        foreach (var branch in branches)
        {
            _set.Add(new HashSet<string>(StringComparer.Ordinal));
            branch();
            if (common is null) common = _set[^1];
            else common.IntersectWith(_set[^1]);
            _set.RemoveAt(_set.Count - 1);
        }

        if (common is not null) _set[^1].UnionWith(common);
    }

    private void In(Syntax syntax, bool optional = false)
    {
        switch (syntax)
        {
            case NameSyntax or MemberSyntax or IndexSyntax when syntax.Path is { } path:
                if (!_set.Exists(layer => layer.Contains(path.Root))) _uses.Add(new Use(path, syntax.Start, syntax.Length, optional, _setSomewhere.Contains(path.Root)));
                break;
            case MemberSyntax member: In(member.Target, optional); break;
            case IndexSyntax index:
                In(index.Target, optional);
                In(index.Index);
                break;
            case GroupSyntax group: In(group.Inner, optional); break;
            case ListSyntax list:
                foreach (var item in list.Items) In(item);
                break;
            case MapSyntax map:
                foreach (var (_, value) in map.Entries) In(value);
                break;
            case UnarySyntax unary: In(unary.Operand); break;
            case BinarySyntax { Operator: "??" or "?!" } choice:
                In(choice.Left, optional: true);
                In(choice.Right, optional);
                break;
            case BinarySyntax binary:
                In(binary.Left);
                In(binary.Right);
                break;
            case ConditionalSyntax choice:
                In(choice.Condition);
                In(choice.Then, optional);
                In(choice.Otherwise, optional);
                break;
            case CallSyntax call:
                for (var at = 0; at < call.Arguments.Count; at++) In(call.Arguments[at], optional: at == 0 && call.TakesNothing);
                break;
        }
    }
}
