namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Evaluator
{
    private Flow For(ForSyntax loop)
    {
        var (list, offset, limit) = (Value(loop.List), Whole(loop.Offset), Whole(loop.Limit));
        if (list is null || offset is null || limit is null) return Undecided(loop, null);
        if (list is Pending { Expected: not (null or DatumKind.List or DatumKind.Map) } never) return Undecided(loop, NotAList(loop, never));
        if (list is Pending || offset is Pending || limit is Pending) return Undecided(loop, Pending.From(null, list, offset, limit));
        if (Items(list) is not { } items) return Undecided(loop, NotAList(loop, list));
        if (!_budget.Spend(items.Count)) return Undecided(loop, Spent(loop.List));

        var turns = items.Skip(Small(offset));
        if (loop.IsReversed) turns = turns.Reverse();
        // As in Scriban, a limit of nothing is no limit.
        if (Small(limit) > 0) turns = turns.Take(Small(limit));
        return Turns(loop, [.. turns]);
    }

    private Flow Turns(ForSyntax loop, IReadOnlyList<Datum> items)
    {
        if (items.Count == 0) return Do(loop.Otherwise);
        var (around, had, hidden) = (_turn, Own.TryGetValue(loop.Name, out var before), before);
        for (var at = 0; at < items.Count && !_budget.IsSpent && !_output.IsFull; at++)
        {
            _turn = new LoopTurn(at, items.Count, items[at], at == 0 ? null : items[at - 1]);
            Own[loop.Name] = items[at];
            if (Do(loop.Body) == Flow.Break) break;
        }

        _turn = around;
        Own.Remove(loop.Name);
        if (had) Own[loop.Name] = hidden;
        if (_budget.IsSpent) Spent(loop.List);
        return Flow.On;
    }

    /// <summary>A map gives its entries, each with <c>key</c> and <c>value</c>.</summary>
    private static IReadOnlyList<Datum>? Items(Datum list) => list switch
    {
        DatumList items => items.Items,
        DatumMap map =>
        [
            .. map.Entries.Select(entry => new DatumMap(new Dictionary<string, Datum>(StringComparer.Ordinal)
            {
                ["key"] = new DatumText(entry.Key), ["value"] = entry.Value,
            })),
        ],
        _ => null,
    };

    private Datum? NotAList(ForSyntax loop, Datum found) =>
        Problem(ExpressionProblems.WrongKind(At(loop.List), "A list", found, "Go through a list, a map or a range: for x in 1..5."));

    private Datum? Whole(Syntax? option) => option is null ? new DatumInteger(0) : Value(option) switch
    {
        null => null,
        DatumInteger whole => whole,
        Pending { Expected: null or DatumKind.Integer } pending => pending,
        var other => Problem(ExpressionProblems.WrongKind(At(option), "An integer", other, "It counts turns of the loop.")),
    };

    private static int Small(Datum whole) => (int)Math.Clamp(((DatumInteger)whole).Value, 0, int.MaxValue);
}
