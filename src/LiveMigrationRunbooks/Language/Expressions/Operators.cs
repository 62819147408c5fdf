using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>What the operators do with two known values: a value, or the problem that keeps them from one.</summary>
internal static class Operators
{
    /// <summary>Equality as the language means it: integers and numbers by amount, everything else by content.</summary>
    public static bool Same(Datum left, Datum right) => (left, right) switch
    {
        (DatumInteger a, DatumInteger b) => a == b,
        (DatumInteger or DatumNumber, DatumInteger or DatumNumber) => Amount(left) == Amount(right),
        (DatumList a, DatumList b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
        _ => left.Equals(right),
    };

    public static double Amount(Datum datum) => datum is DatumInteger integer ? integer.Value : ((DatumNumber)datum).Value;

    public static (Datum? Value, Diagnostic? Problem) Apply(string symbol, Datum left, Datum right, Func<int, SourceSpan> at) =>
        symbol switch
    {
        "==" or "!=" => Equality(symbol, left, right, at),
        "<" or "<=" or ">" or ">=" => Order(symbol, left, right, at),
        "+" when (left, right) is (DatumText a, DatumText b) => (new DatumText(a.Value + b.Value), null),
        "+" when (left, right) is (DatumList a, DatumList b) => (new DatumList([.. a.Items, .. b.Items]), null),
        _ => Arithmetic(symbol, left, right, at),
    };

    /// <summary>Null can be compared with everything; other kinds only with their own.</summary>
    private static (Datum?, Diagnostic?) Equality(string symbol, Datum left, Datum right, Func<int, SourceSpan> at) =>
        left is DatumNull || right is DatumNull || left.GetType() == right.GetType() || (IsNumber(left) && IsNumber(right))
            ? (new DatumBool(Same(left, right) == (symbol == "==")), null)
            : (null, ExpressionProblems.NeverEqual(at(0), left, right));

    private static (Datum?, Diagnostic?) Order(string symbol, Datum left, Datum right, Func<int, SourceSpan> at)
    {
        int order;
        if ((left, right) is (DatumText a, DatumText b)) order = string.CompareOrdinal(a.Value, b.Value);
        else if ((left, right) is (DatumInteger i, DatumInteger j)) order = i.Value.CompareTo(j.Value);
        else if (IsNumber(left) && IsNumber(right)) order = Amount(left).CompareTo(Amount(right));
        else return (null, ExpressionProblems.NeverEqual(at(0), left, right));
        return (new DatumBool(symbol switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 }), null);
    }

    private static (Datum?, Diagnostic?) Arithmetic(string symbol, Datum left, Datum right, Func<int, SourceSpan> at)
    {
        if (!IsNumber(left) || !IsNumber(right))
        {
            var (place, wrong) = IsNumber(left) ? (2, right) : (1, left);
            var fix = symbol == "+" ? "To build a text write it with templates: \"a{{ x }}b\"." : "Use numbers; texts are not converted.";
            return (null, ExpressionProblems.WrongKind(at(place), "A number", wrong, fix));
        }

        if (symbol is "/" or "%" && Amount(right) == 0) return (null, ExpressionProblems.DividedByZero(at(2)));
        try
        {
            if ((left, right) is (DatumInteger { Value: var a }, DatumInteger { Value: var b }))
            {
                var whole = checked(symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => b is -1 or 0 ? 0 : a % b });
                if (symbol != "/") return (new DatumInteger(whole), null);
                // Half of 3 is not 1: a division that does not come out even gives a number.
                if (b == -1 || a % b == 0) return (new DatumInteger(checked(b == -1 ? -a : a / b)), null);
            }
        }
        catch (OverflowException)
        {
            return (null, ExpressionProblems.Overflow(at(0)));
        }

        var (x, y) = (Amount(left), Amount(right));
        return (new DatumNumber(symbol switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, _ => x % y }), null);
    }

    private static bool IsNumber(Datum datum) => datum is DatumInteger or DatumNumber;
}
