using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Numbers. What rounds gives a whole number where one holds it.</summary>
internal static partial class MathFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("math.abs value", "Without its sign.", "-15.5 | math.abs", "n", null, Absolute),
        new("math.ceil value", "The next whole number above.", "4.2 | math.ceil", "n", DatumKind.Integer, c => Whole(c, Math.Ceiling)),
        new("math.floor value", "The next whole number below.", "4.8 | math.floor", "n", DatumKind.Integer, c => Whole(c, Math.Floor)),
        new("math.round value precision?", "The nearest number with so many digits behind the point, none without; a half goes to the even one.", "4.5612 | math.round 2", "n?i", null, Round),
        new("math.plus value with", "Their sum.", "9000 | math.plus 14", "nn", null, c => Apply(c, "+")),
        new("math.minus value with", "Their difference.", "9000 | math.minus 28", "nn", null, c => Apply(c, "-")),
        new("math.times value with", "Their product.", "4 | math.times 1.5", "nn", null, c => Apply(c, "*")),
        new("math.divided_by value divisor", "Their quotient; rounded down where the divisor is a whole number.", "7 | math.divided_by 2", "nn", null, DividedBy),
        new("math.modulo value with", "What a division leaves.", "11 | math.modulo 4", "nn", null, c => Apply(c, "%")),
        new("math.min a b", "The smaller one. An addition to Scriban.", "math.min 9000 1500", "nn", null, c => Operators.Compare(c[0], c[1]) <= 0 ? c[0] : c[1]),
        new("math.max a b", "The larger one. An addition to Scriban.", "math.max 9000 1500", "nn", null, c => Operators.Compare(c[0], c[1]) >= 0 ? c[0] : c[1]),
        new("math.is_number value", "Whether it is a number.", "\"9000\" | math.is_number", "*", DatumKind.TruthValue, c => new DatumBool(c[0] is DatumInteger or DatumNumber)),
        new("math.format value format", "As .NET's numeric formats say: `X4`, `0.00`, `N0`.", "255 | math.format \"X4\"", "nt", DatumKind.Text, Format),
    ];

    private static Datum? Absolute(Call call) => call[0] switch
    {
        DatumInteger { Value: long.MinValue } => call.Refuse(0, ExpressionProblems.Overflow),
        DatumInteger whole => new DatumInteger(Math.Abs(whole.Value)),
        _ => new DatumNumber(Math.Abs(call.Amount(0))),
    };

    private static Datum? Whole(Call call, Func<double, double> round) => call[0] is DatumInteger ? call[0]
        : Integer(round(call.Amount(0))) ?? call.Refuse(0, ExpressionProblems.Overflow);

    private static DatumInteger? Integer(double value) => Math.Abs(value) < 9e18 ? new DatumInteger((long)value) : null;

    private static Datum? Round(Call call)
    {
        var digits = call.Count > 1 ? call.Integer(1) : 0;
        if (digits is < 0 or > 15) return call.Refuse(1, span => ExpressionProblems.BadArgument(span, "There are 0 to 15 digits.", "Give how many digits stand behind the point."));
        if (call[0] is DatumInteger) return call[0];
        var rounded = Math.Round(call.Amount(0), (int)digits);
        return digits == 0 && Integer(rounded) is { } whole ? whole : new DatumNumber(rounded);
    }

    private static Datum? Apply(Call call, string symbol)
    {
        var (value, problem) = Operators.Apply(symbol, call[0], call[1], _ => Somewhere);
        return problem is null ? value : call.Refuse(1, span => problem with { Span = span });
    }

    private static Datum? DividedBy(Call call)
    {
        var quotient = Apply(call, "/");
        return quotient is DatumNumber number && call[1] is DatumInteger ? Integer(Math.Floor(number.Value)) ?? call.Refuse(0, ExpressionProblems.Overflow) : quotient;
    }

    // A wrong format throws, and a wide one would fill the memory.
    private static Datum? Format(Call call)
    {
        var format = call.Text(1);
        try
        {
            if (SoundFormat().IsMatch(format))
                return new DatumText(call[0] is DatumInteger whole
                    ? whole.Value.ToString(format, CultureInfo.InvariantCulture) : call.Amount(0).ToString(format, CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
        }

        return call.Refuse(1, span => ExpressionProblems.BadArgument(span, $"'{format}' is not a format of this number.", "Write one like \"0.00\" or \"X4\"."));
    }

    private static Text.SourceSpan Somewhere { get; } = new(new Text.SourceFile("", ""), 0, 0);

    [GeneratedRegex("^([A-Za-z][0-9]{0,2}|[^A-Za-z]{1,40})$")]
    private static partial Regex SoundFormat();
}
