using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>What the operators do with two values: a value, or the problem that keeps them from one.</summary>
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

    /// <summary>The order of two values of one kind that has an order.</summary>
    public static int Compare(Datum left, Datum right) => (left, right) switch
    {
        (DatumText a, DatumText b) => string.CompareOrdinal(a.Value, b.Value),
        (DatumDate a, DatumDate b) => a.Value.CompareTo(b.Value),
        (DatumInteger a, DatumInteger b) => a.Value.CompareTo(b.Value),
        _ => Amount(left).CompareTo(Amount(right)),
    };

    /// <summary>
    /// A value that is not known yet takes part by its declared kind: what can never work is told, and what comes out is of the kind it will be.
    /// </summary>
    public static (Datum? Value, Diagnostic? Problem) Apply(string symbol, Datum left, Datum right, Func<int, SourceSpan> at)
    {
        if (left is Pending || right is Pending)
        {
            var (one, other) = (left is Pending { Expected: var a } ? a : left.Is, right is Pending { Expected: var b } ? b : right.Is);
            var problem = one is null || other is null ? null : OperatorKinds.Problem(symbol, left, right, at);
            return problem is null ? (Pending.From(OperatorKinds.Gives(symbol, one, other), left, right), null) : (null, problem);
        }

        return OperatorKinds.Problem(symbol, left, right, at) is { } wrong ? (null, wrong) : symbol switch
        {
            "==" or "!=" => (new DatumBool(Same(left, right) == (symbol == "==")), null),
            "<" => (new DatumBool(Compare(left, right) < 0), null),
            "<=" => (new DatumBool(Compare(left, right) <= 0), null),
            ">" => (new DatumBool(Compare(left, right) > 0), null),
            ">=" => (new DatumBool(Compare(left, right) >= 0), null),
            ".." or "..<" => Range(((DatumInteger)left).Value, ((DatumInteger)right).Value, symbol == ".."),
            "+" when (left, right) is (DatumText a, DatumText b) => (new DatumText(a.Value + b.Value), null),
            "+" when (left, right) is (DatumList a, DatumList b) => (new DatumList([.. a.Items, .. b.Items]), null),
            _ => Arithmetic(symbol, left, right, at),
        };
    }

    /// <summary>How many values a range has; it counts down where it ends below its begin, as in Scriban.</summary>
    public static decimal RangeLength(long first, long last, bool inclusive) => Math.Abs((decimal)last - first) + (inclusive ? 1 : 0);

    private static (Datum, Diagnostic?) Range(long first, long last, bool inclusive)
    {
        var step = first < last ? 1 : -1;
        var items = new Datum[(int)RangeLength(first, last, inclusive)];
        for (var at = 0; at < items.Length; at++) items[at] = new DatumInteger(first + (step * (long)at));
        return (new DatumList(items), null);
    }

    private static (Datum?, Diagnostic?) Arithmetic(string symbol, Datum left, Datum right, Func<int, SourceSpan> at)
    {
        if (symbol is "/" or "//" or "%" && Amount(right) == 0) return (null, ExpressionProblems.DividedByZero(at(2)));
        try
        {
            if ((left, right) is (DatumInteger { Value: var a }, DatumInteger { Value: var b }))
            {
                // Half of 3 is not 1: a division that does not come out even gives a number.
                var even = symbol != "/" || b == -1 || a % b == 0;
                if (even) return (new DatumInteger(checked(symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, "%" => b == -1 ? 0 : a % b, _ => b == -1 ? -a : a / b })), null);
            }
        }
        catch (OverflowException)
        {
            return (null, ExpressionProblems.Overflow(at(0)));
        }

        var (x, y) = (Amount(left), Amount(right));
        var number = symbol switch { "+" => x + y, "-" => x - y, "*" => x * y, "/" => x / y, "//" => Math.Round(x / y), _ => x % y };
        return double.IsFinite(number) ? (new DatumNumber(number), null) : (null, ExpressionProblems.Overflow(at(0)));
    }
}
