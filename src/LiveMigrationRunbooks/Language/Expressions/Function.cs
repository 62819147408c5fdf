using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A function by Scriban's name. <paramref name="Kinds"/> has one letter an argument: t text, i integer, n number, l list, m map, d date,
/// z anything with a size, b truth value, f another function, * anything; behind <c>?</c> come those that may be left out, and <c>+</c> allows more at the end.
/// <paramref name="Example"/> is evaluated for the reference.
/// </summary>
internal sealed record Function(string Signature, string Meaning, string Example, string Kinds, DatumKind? Gives, Func<Call, Datum?> Do)
{
    private readonly string _letters = Kinds.Replace("?", "", StringComparison.Ordinal).TrimEnd('+');
    private readonly int _required = Kinds.Contains('?') ? Kinds.IndexOf('?', StringComparison.Ordinal) : Kinds.TrimEnd('+').Length;

    public string Name { get; } = Signature.Split(' ')[0];

    /// <summary>Which argument is a function, or -1.</summary>
    public int HigherOrder { get; } = Kinds.Replace("?", "", StringComparison.Ordinal).IndexOf('f', StringComparison.Ordinal);

    public bool Takes(int count) => count >= _required && (count <= _letters.Length || Kinds.EndsWith('+'));

    /// <summary>The kind that the argument at a place must have, as words for a diagnostic, or null where this one fits.</summary>
    public string? Refuses(int index, DatumKind kind) => (index < _letters.Length ? _letters[index] : '*', kind) switch
    {
        ('t', not DatumKind.Text) => "A text",
        ('l', not DatumKind.List) => "A list",
        ('m', not DatumKind.Map) => "A map",
        ('i', not DatumKind.Integer) => "An integer",
        ('b', not DatumKind.TruthValue) => "A truth value",
        ('d', not DatumKind.Date) => "A date",
        ('n', not (DatumKind.Integer or DatumKind.Number)) => "A number",
        ('z', not (DatumKind.Text or DatumKind.List or DatumKind.Map)) => "A text, a list or a map",
        _ => null,
    };
}

/// <summary>One call of a function: its arguments, which have the kinds the function asks for, and the ways to say that it cannot be done.</summary>
internal sealed class Call(IReadOnlyList<Datum> arguments, Budget budget, Func<int, Func<Text.SourceSpan, Diagnostic>, Datum?> problem, Func<IReadOnlyList<Datum>, Datum?> handed)
{
    public Budget Budget => budget;

    public int Count => arguments.Count;

    public Datum this[int index] => arguments[index];

    public string Text(int index) => ((DatumText)arguments[index]).Value;

    public long Integer(int index) => ((DatumInteger)arguments[index]).Value;

    public double Amount(int index) => Operators.Amount(arguments[index]);

    public IReadOnlyList<Datum> List(int index) => ((DatumList)arguments[index]).Items;

    public IReadOnlyDictionary<string, Datum> Map(int index) => ((DatumMap)arguments[index]).Entries;

    /// <summary>What the function that was handed in makes of an item and of the arguments from <paramref name="behind"/> on.</summary>
    public Datum? Hand(Datum item, int behind) => handed([item, .. arguments.Skip(behind)]);

    /// <summary>Tells what is wrong with an argument; there is no value then.</summary>
    public Datum? Refuse(int argument, Func<Text.SourceSpan, Diagnostic> diagnostic) => problem(argument, diagnostic);
}
