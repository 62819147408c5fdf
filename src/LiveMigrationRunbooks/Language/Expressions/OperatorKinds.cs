using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Which kinds an operator takes, and which it gives: known before the values are.</summary>
internal static class OperatorKinds
{
    /// <summary>The kind of what comes out, where the kinds of both sides say it; null is a kind that nobody knows.</summary>
    public static DatumKind? Gives(string symbol, DatumKind? left, DatumKind? right) => symbol switch
    {
        "==" or "!=" or "<" or "<=" or ">" or ">=" => DatumKind.TruthValue,
        ".." or "..<" => DatumKind.List,
        "+" when left == right && left is DatumKind.Text or DatumKind.List => left,
        // Whether a division comes out even is not known before.
        "/" => left == DatumKind.Number || right == DatumKind.Number ? DatumKind.Number : null,
        _ when left == DatumKind.Integer && right == DatumKind.Integer => DatumKind.Integer,
        _ when left is { } one && right is { } other && one.IsNumeric() && other.IsNumeric() => DatumKind.Number,
        _ => null,
    };

    /// <summary>Why the operator does not take these two, or null.</summary>
    public static Diagnostic? Problem(string symbol, Datum left, Datum right, Func<int, SourceSpan> at)
    {
        var (one, other) = (left.Is, right.Is);
        var numbers = one.IsNumeric() && other.IsNumeric();
        switch (symbol)
        {
            // Null can be compared with everything; other kinds only with their own.
            case "==" or "!=":
                return one == other || numbers || one == DatumKind.Null || other == DatumKind.Null ? null : ExpressionProblems.NeverEqual(at(0), left, right);
            case "<" or "<=" or ">" or ">=":
                return numbers || (one == other && one is DatumKind.Text or DatumKind.Date) ? null : ExpressionProblems.NeverEqual(at(0), left, right);
            case "+" when one == other && one is DatumKind.Text or DatumKind.List: return null;
            case ".." or "..<" when one == DatumKind.Integer && other == DatumKind.Integer: return null;
            case ".." or "..<":
                var (end, notWhole) = one == DatumKind.Integer ? (2, right) : (1, left);
                return ExpressionProblems.WrongKind(at(end), "An integer", notWhole, "A range goes from one whole number to another: 1..5.");
        }

        if (numbers) return null;
        var (place, wrong) = one.IsNumeric() ? (2, right) : (1, left);
        var fix = symbol == "+" ? "To build a text write it with templates: \"a{{ x }}b\"." : "Use numbers; texts are not converted.";
        return ExpressionProblems.WrongKind(at(place), "A number", wrong, fix);
    }
}
