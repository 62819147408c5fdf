using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Computes expressions. A result is a value; or <see cref="Pending"/> where it is not known yet; or null where it is wrong, which was told.
/// Not knowing is contagious, except where the known side alone decides: <c>false &amp;&amp; unknown</c>, <c>true || unknown</c>.
/// </summary>
internal sealed partial class Evaluator(Scope scope, TextPlace place)
{
    private readonly Budget _budget = new();
    private readonly List<Diagnostic> _problems = [];
    private bool _toldSpent;

    public Evaluation Run(Syntax syntax, IReadOnlyList<Use> uses)
    {
        Check(uses);
        return Finish(Value(syntax));
    }

    private Evaluation Finish(Datum? value)
    {
        if (_problems.Count > 0) return Evaluation.Failed(_problems);
        return value switch
        {
            null => Evaluation.Failed([ExpressionProblems.TooManySteps(place.Whole, Budget.MaximumSteps)]),
            Pending pending => Evaluation.NotYet(pending.Names, pending.Expected),
            _ => Evaluation.Of(value),
        };
    }

    private Datum? Value(Syntax syntax, bool optional = false) => !_budget.Spend() ? Spent(syntax) : syntax switch
    {
        LiteralSyntax literal => literal.Value,
        GroupSyntax group => Value(group.Inner, optional),
        NameSyntax or MemberSyntax or IndexSyntax => Look(syntax, optional),
        ListSyntax list => List(list),
        MapSyntax map => Map(map),
        UnarySyntax unary => Unary(unary),
        BinarySyntax { Operator: "??" or "?!" } choice => Choice(choice, optional),
        BinarySyntax { Operator: "&&" or "||" } logic => Logic(logic),
        BinarySyntax binary => Binary(binary),
        ConditionalSyntax choice => Conditional(choice, optional),
        CallSyntax call => Call(call),
        TurnSyntax turn => _turn is null || !_budget.SpendOn(_turn.Current) ? Spent(turn)
            : turn.Member == "changed" && DatumSecret.IsIn(_turn.Current) ? Problem(SecretProblems.NotComputed(At(turn))) : _turn[turn.Member],
        _ => Problem(ExpressionProblems.FunctionUnwanted(At(syntax))),
    };

    private Datum? List(ListSyntax list)
    {
        var items = new Datum[list.Items.Count];
        var whole = true;
        for (var at = 0; at < items.Length; at++)
        {
            if (Value(list.Items[at]) is { } item) items[at] = item;
            else whole = false;
        }

        if (!whole) return null;
        return Array.Exists(items, item => item is Pending) ? Pending.From(DatumKind.List, items) : Made(list, new DatumList(items));
    }

    private Datum? Map(MapSyntax map)
    {
        var entries = new Dictionary<string, Datum>(StringComparer.Ordinal);
        foreach (var (name, value) in map.Entries)
            if (Value(value) is { } datum) entries[name] = datum;
        if (entries.Count < map.Entries.Count) return null;
        return entries.Values.Any(entry => entry is Pending) ? Pending.From(DatumKind.Map, entries.Values) : Made(map, new DatumMap(entries));
    }

    private Datum? Unary(UnarySyntax unary)
    {
        if (unary.Operator == "!") return Truth(unary.Operand) switch { null => null, DatumBool truth => new DatumBool(!truth.Value), var pending => pending };
        return (unary.Operator, Value(unary.Operand)) switch
        {
            (_, null) => null,
            (_, DatumSecret) => Problem(SecretProblems.NotComputed(At(unary.Operand))),
            (_, Pending { Expected: null or DatumKind.Integer or DatumKind.Number } pending) => pending,
            ("+", (DatumInteger or DatumNumber) and var same) => same,
            (_, DatumInteger { Value: long.MinValue }) => Problem(ExpressionProblems.Overflow(At(unary))),
            (_, DatumInteger integer) => new DatumInteger(-integer.Value),
            (_, DatumNumber number) => new DatumNumber(-number.Value),
            (_, var other) => Problem(ExpressionProblems.WrongKind(At(unary.Operand), "A number", other, "Only numbers have a sign.")),
        };
    }

    private Datum? Binary(BinarySyntax binary)
    {
        var (left, right) = (Value(binary.Left), Value(binary.Right));
        if (left is null || right is null) return null;
        if (!_budget.SpendOn(left) || !_budget.SpendOn(right)) return Spent(binary);
        if (DatumSecret.IsIn(left) || DatumSecret.IsIn(right)) return Problem(SecretProblems.NotComputed(At(DatumSecret.IsIn(left) ? binary.Left : binary.Right)));
        if (binary.Operator is ".." or "..<" && left is DatumInteger first && right is DatumInteger last
            && !_budget.Spend((long)Math.Min(long.MaxValue, Operators.RangeLength(first.Value, last.Value, true)))) return Spent(binary);
        var (value, problem) = Operators.Apply(binary.Operator, left, right, side =>
            At(side switch { 1 => binary.Left, 2 => binary.Right, _ => binary }));
        return problem is not null ? Problem(problem) : binary.Operator == "+" && value is not null ? Made(binary, value) : value;
    }

    /// <summary>A value that was made here, if it is not too large to go on with.</summary>
    private Datum? Made(Syntax syntax, Datum value)
    {
        if (value is DatumText text && text.Value.Length > Budget.MaximumText) return Problem(ExpressionProblems.TooMuchText(At(syntax), Budget.MaximumText));
        if (!_budget.SpendOn(value)) return Spent(syntax);
        return _budget.MetTooDeep ? Problem(ExpressionProblems.ValueTooDeep(At(syntax), Budget.MaximumNesting)) : value;
    }

    // Told once: what is around it cannot be computed either.
    private Datum? Spent(Syntax syntax)
    {
        if (_toldSpent) return null;
        _toldSpent = true;
        return Problem(ExpressionProblems.TooManySteps(At(syntax), Budget.MaximumSteps));
    }

    private Datum? Problem(Diagnostic diagnostic)
    {
        _problems.Add(diagnostic);
        return null;
    }

    private SourceSpan At(Syntax syntax) => place.Of(syntax.Start, syntax.Length);
}
