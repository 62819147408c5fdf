using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Language.Expressions;

internal sealed partial class Evaluator
{
    private Datum? Choice(BinarySyntax choice, bool optional)
    {
        var left = Value(choice.Left, optional: true);
        if (left is null) return null;
        if (left is Pending pending) return pending with { Expected = DatumKinds.Either(pending.Expected, Quietly(choice.Right)) };
        return left is DatumNull == (choice.Operator == "??") ? Value(choice.Right, optional) : left;
    }

    private Datum? Conditional(ConditionalSyntax choice, bool optional) => Truth(choice.Condition) switch
    {
        null => null,
        DatumBool truth => Value(truth.Value ? choice.Then : choice.Otherwise, optional),
        var pending => Pending.From(DatumKinds.Either(Quietly(choice.Then), Quietly(choice.Otherwise)), pending),
    };

    /// <summary>
    /// Both sides are looked at where both may count, so that every mistake is told; a side that decides alone makes the other's unknowns
    /// harmless. A side that is not needed may fail on its values: that is why the other guards it.
    /// </summary>
    private Datum? Logic(BinarySyntax logic)
    {
        var decides = logic.Operator == "||";
        var left = Truth(logic.Left);
        if (left is DatumBool { Value: var one } && one == decides) return left;
        var right = Truth(logic.Right);
        if (right is DatumBool { Value: var other } && other == decides && left is not null) return right;
        if (left is null || right is null) return null;
        return left is Pending || right is Pending ? Pending.From(DatumKind.TruthValue, left, right) : right;
    }

    /// <summary>A truth value, or one that is not known yet.</summary>
    private Datum? Truth(Syntax syntax) => Value(syntax) switch
    {
        null => null,
        DatumBool truth => truth,
        DatumSecret => Problem(SecretProblems.NotComputed(At(syntax))),
        Pending { Expected: null or DatumKind.TruthValue } pending => pending,
        var other => Problem(ExpressionProblems.WrongKind(At(syntax), "A truth value", other, "Compare it with something, for example x != null.")),
    };

    /// <summary>The kind of what may not be needed at all; mistakes in it are no mistakes yet.</summary>
    private DatumKind? Quietly(Syntax syntax)
    {
        var before = _problems.Count;
        var value = Value(syntax, optional: true);
        _problems.RemoveRange(before, _problems.Count - before);
        return value switch { null => null, Pending pending => pending.Expected, _ => value.Is };
    }
}
