using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Computes one expression. A result is a value, or null where it is unknown or wrong; what is unknown or wrong gathers in the two lists.
/// Not knowing is contagious, except where the known side alone decides: <c>false &amp;&amp; unknown</c>, <c>true || unknown</c>.
/// </summary>
internal sealed class Evaluator(Scope scope, TextPlace place)
{
    private readonly List<Diagnostic> _problems = [];
    private readonly List<string> _unknown = [];

    public Evaluation Run(Syntax syntax)
    {
        var value = Value(syntax);
        if (_problems.Count > 0) return Evaluation.Failed(_problems);
        return value is null ? Evaluation.NotYet(_unknown) : Evaluation.Of(value);
    }

    private Datum? Value(Syntax syntax, bool optional = false) => syntax switch
    {
        LiteralSyntax literal => literal.Value,
        GroupSyntax group => Value(group.Inner, optional),
        NameSyntax or MemberSyntax or IndexSyntax => Look(syntax, optional),
        ListSyntax list => List(list),
        UnarySyntax unary => Unary(unary),
        BinarySyntax { Operator: "??" } choice => Choice(choice, optional),
        BinarySyntax { Operator: "&&" or "||" } logic => Logic(logic),
        BinarySyntax binary => Binary(binary),
        CallSyntax call => Call(call),
        _ => null,
    };

    /// <summary>
    /// Follows members; where <paramref name="optional"/> a missing one is null instead of an error. A value that is known in part is
    /// known only to who looks past it (<paramref name="further"/>).
    /// </summary>
    private Datum? Look(Syntax syntax, bool optional, bool further = false)
    {
        if (Paths.Of(syntax) is { } path && (scope.IsUnknown(path) || (!further && scope.HoldsUnknown(path)))) return NotYet(path);
        switch (syntax)
        {
            case NameSyntax name:
                if (scope.HoldsUnknown(name.Name) && scope.Value(name.Name) is null) return NotYet(name.Name);
                if (scope.Value(name.Name) is { } value) return value;
                return Absent(optional, () =>
                    ExpressionProblems.UndefinedName(At(name), name.Name, scope.Names.Where(known => known != name.Name)));
            case MemberSyntax member:
                return Target(member.Target, optional) is { } target
                    ? Member(target, member.Target, member.Name, place.Of(member.NameStart, member.Name.Length), optional) : null;
            case IndexSyntax index:
                var (of, key) = (Target(index.Target, optional), Value(index.Index));
                return of is null || key is null ? null : Entry(index, of, key, optional);
            default:
                return null;
        }
    }

    private Datum? Target(Syntax syntax, bool optional) =>
        syntax is NameSyntax or MemberSyntax or IndexSyntax ? Look(syntax, optional, further: true) : Value(syntax, optional);

    private Datum? Member(Datum target, Syntax from, string name, SourceSpan span, bool optional) => target switch
    {
        DatumMap map when map.Entries.TryGetValue(name, out var value) => value,
        DatumMap map => Absent(optional, () =>
            ExpressionProblems.NoMember(span, $"'{Paths.Of(from) ?? "the map"}'", name, map.Entries.Keys)),
        DatumNull when optional => Datum.Null,
        DatumSecret => Problem(SecretProblems.NotComputed(At(from))),
        _ => Problem(ExpressionProblems.WrongKind(At(from), "A map", target, "Only maps have members.")),
    };

    private Datum? Entry(IndexSyntax index, Datum target, Datum key, bool optional) => (target, key) switch
    {
        (DatumSecret, _) => Problem(SecretProblems.NotComputed(At(index.Target))),
        (_, DatumSecret) => Problem(SecretProblems.NotComputed(At(index.Index))),
        (DatumMap, DatumText name) => Member(target, index.Target, name.Value, At(index.Index), optional),
        (DatumList list, DatumInteger number) when number.Value >= 0 && number.Value < list.Items.Count => list.Items[(int)number.Value],
        (DatumList list, DatumInteger number) =>
            Absent(optional, () => ExpressionProblems.OutOfList(At(index.Index), number.Value, list.Items.Count)),
        (DatumNull, _) when optional => Datum.Null,
        (DatumMap, _) => Problem(ExpressionProblems.WrongKind(At(index.Index), "A text", key, "Maps are indexed by names in quotes.")),
        (DatumList, _) => Problem(ExpressionProblems.WrongKind(At(index.Index), "An integer", key,
            "Lists are indexed by numbers, from 0.")),
        _ => Problem(ExpressionProblems.WrongKind(At(index.Target), "A list or a map", target, "Only lists and maps have entries.")),
    };

    private DatumList? List(ListSyntax list)
    {
        var items = list.Items.Select(item => Value(item)).ToList();
        return items.Contains(null) ? null : new DatumList([.. items.OfType<Datum>()]);
    }

    private Datum? Unary(UnarySyntax unary)
    {
        if (unary.Operator == "!") return Truth(unary.Operand) is { } truth ? new DatumBool(!truth) : null;
        return Value(unary.Operand) switch
        {
            null => null,
            DatumSecret => Problem(SecretProblems.NotComputed(At(unary.Operand))),
            DatumInteger { Value: long.MinValue } => Problem(ExpressionProblems.Overflow(At(unary))),
            DatumInteger integer => new DatumInteger(-integer.Value),
            DatumNumber number => new DatumNumber(-number.Value),
            var other => Problem(ExpressionProblems.WrongKind(At(unary.Operand), "A number", other, "Only numbers can be negative.")),
        };
    }

    private Datum? Choice(BinarySyntax choice, bool optional) => Value(choice.Left, optional: true) switch
    {
        null => null,
        DatumNull => Value(choice.Right, optional),
        var value => value,
    };

    /// <summary>
    /// Both sides are always looked at, so that every mistake is told; a side that decides alone makes the other's unknowns harmless.
    /// </summary>
    private DatumBool? Logic(BinarySyntax logic)
    {
        var decides = logic.Operator == "||";
        var before = _unknown.Count;
        var left = Truth(logic.Left);
        if (left == decides)
        {
            NameCheck(logic.Right);
            return new DatumBool(decides);
        }

        var right = Truth(logic.Right);
        if (right == decides)
        {
            _unknown.RemoveRange(before, _unknown.Count - before);
            return new DatumBool(decides);
        }

        return left is null || right is null ? null : new DatumBool(!decides);
    }

    /// <summary>A side that is not needed may fail on its values (that is why one guards it), but its names must exist.</summary>
    private void NameCheck(Syntax syntax)
    {
        foreach (var (path, start, length, optional) in Paths.Uses(syntax))
        {
            var root = path.Split('.', 2)[0];
            if (optional || scope.Declares(root)) continue;
            _problems.Add(ExpressionProblems.UndefinedName(place.Of(start, Math.Min(length, root.Length)), root, scope.Names));
        }
    }

    private Datum? Binary(BinarySyntax binary)
    {
        var (left, right) = (Value(binary.Left), Value(binary.Right));
        if (left is null || right is null) return null;
        if (DatumSecret.IsIn(left) || DatumSecret.IsIn(right)) return Problem(SecretProblems.NotComputed(At(DatumSecret.IsIn(left) ? binary.Left : binary.Right)));
        var (value, problem) = Operators.Apply(binary.Operator, left, right, side =>
            At(side switch { 1 => binary.Left, 2 => binary.Right, _ => binary }));
        return problem is null ? value : Problem(problem);
    }

    private Datum? Call(CallSyntax call)
    {
        var values = call.Arguments.Select(argument => Value(argument)).ToList();
        if (values.Contains(null)) return null;
        var arguments = values.OfType<Datum>().ToList();
        for (var index = 0; index < arguments.Count; index++)
        {
            if (DatumSecret.IsIn(arguments[index])) return Problem(SecretProblems.NotComputed(At(call.Arguments[index])));
            if (Functions.Refuses(call.Function, index, arguments[index]) is not { } wanted) continue;
            return Problem(ExpressionProblems.WrongKind(At(call.Arguments[index]), wanted, arguments[index],
                $"Usage: {Functions.Usage(call.Function)}"));
        }

        return Functions.Call(call.Function, arguments);
    }

    private bool? Truth(Syntax syntax) => Value(syntax) switch
    {
        null => null,
        DatumBool truth => truth.Value,
        DatumSecret => Computed(syntax),
        var other => Wrong(syntax, other),
    };

    private bool? Computed(Syntax syntax)
    {
        Problem(SecretProblems.NotComputed(At(syntax)));
        return null;
    }

    private bool? Wrong(Syntax syntax, Datum other)
    {
        Problem(ExpressionProblems.WrongKind(At(syntax), "A truth value", other, "Compare it with something, for example x != null."));
        return null;
    }

    private Datum? Absent(bool optional, Func<Diagnostic> problem) => optional ? Datum.Null : Problem(problem());

    private Datum? Problem(Diagnostic diagnostic)
    {
        _problems.Add(diagnostic);
        return null;
    }

    private Datum? NotYet(string path)
    {
        _unknown.Add(path);
        return null;
    }

    private SourceSpan At(Syntax syntax) => place.Of(syntax.Start, syntax.Length);
}
