
namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// The functions of the language, by Scriban's names. Each gets its arguments with the kinds its usage states, and has an answer for all
/// of them; a null answer means "no value", for <c>array.first</c> of an empty list.
/// </summary>
internal static class Functions
{
    private static readonly Dictionary<string, Function> All = new Function[]
    {
        new("string.upcase", "x | string.upcase", "t", a => new DatumText(T(a[0]).ToUpperInvariant())),
        new("string.downcase", "x | string.downcase", "t", a => new DatumText(T(a[0]).ToLowerInvariant())),
        new("string.strip", "x | string.strip", "t", a => new DatumText(T(a[0]).Trim())),
        new("string.replace", "x | string.replace \"old\" \"new\"", "ttt", a =>
            new DatumText(T(a[1]).Length == 0 ? T(a[0]) : T(a[0]).Replace(T(a[1]), T(a[2]), StringComparison.Ordinal))),
        new("string.split", "x | string.split \",\"", "tt", a =>
            new DatumList([.. T(a[0]).Split(T(a[1]), StringSplitOptions.RemoveEmptyEntries).Select(part => new DatumText(part))])),
        new("string.contains", "x | string.contains \"part\"", "tt", a =>
            new DatumBool(T(a[0]).Contains(T(a[1]), StringComparison.Ordinal))),
        new("string.starts_with", "x | string.starts_with \"part\"", "tt", a =>
            new DatumBool(T(a[0]).StartsWith(T(a[1]), StringComparison.Ordinal))),
        new("string.ends_with", "x | string.ends_with \"part\"", "tt", a =>
            new DatumBool(T(a[0]).EndsWith(T(a[1]), StringComparison.Ordinal))),
        new("array.size", "x | array.size", "l", a => new DatumInteger(L(a[0]).Count)),
        new("array.join", "x | array.join \",\"", "lt", a => new DatumText(string.Join(T(a[1]), L(a[0]).Select(item => item.Text)))),
        new("array.contains", "x | array.contains value", "l*", a => new DatumBool(L(a[0]).Any(item => Operators.Same(item, a[1])))),
        new("array.first", "x | array.first", "l", a => L(a[0]) is [var first, ..] ? first : Datum.Null),
        new("array.last", "x | array.last", "l", a => L(a[0]) is [.., var last] ? last : Datum.Null),
        new("math.min", "math.min a b", "nn", a => Operators.Amount(a[0]) <= Operators.Amount(a[1]) ? a[0] : a[1]),
        new("math.max", "math.max a b", "nn", a => Operators.Amount(a[0]) >= Operators.Amount(a[1]) ? a[0] : a[1]),
        new("math.round", "x | math.round", "n", a => a[0] is DatumNumber number ? Round(number) : a[0]),
        new("object.has_key", "x | object.has_key \"name\"", "mt", a => new DatumBool(((DatumMap)a[0]).Entries.ContainsKey(T(a[1])))),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    private static readonly HashSet<string> Families = [.. All.Keys.Select(name => name.Split('.')[0])];

    public static IEnumerable<string> Names => All.Keys;

    public static bool IsFamily(string name) => Families.Contains(name);

    public static bool Exists(string name) => All.ContainsKey(name);

    public static bool Takes(string name, int count) => All[name].Kinds.Length == count;

    public static string Usage(string name) => All[name].Usage;

    /// <summary>The kind the argument at a place must have, as words for a diagnostic, or null where the value fits.</summary>
    public static string? Refuses(string name, int index, Datum value) => (All[name].Kinds[index], value) switch
    {
        ('t', not DatumText) => "A text",
        ('l', not DatumList) => "A list",
        ('m', not DatumMap) => "A map",
        ('n', not (DatumInteger or DatumNumber)) => "A number",
        _ => null,
    };

    public static Datum Call(string name, IReadOnlyList<Datum> arguments) => All[name].Do(arguments);

    private static string T(Datum datum) => ((DatumText)datum).Value;

    private static IReadOnlyList<Datum> L(Datum datum) => ((DatumList)datum).Items;

    /// <summary>Half away from zero, as people round; a whole number where one holds it.</summary>
    private static Datum Round(DatumNumber number)
    {
        var rounded = Math.Round(number.Value, MidpointRounding.AwayFromZero);
        return Math.Abs(rounded) < 9e18 ? new DatumInteger((long)rounded) : number;
    }

    /// <summary>Kinds: t text, l list, m map, n number, * anything; one letter an argument.</summary>
    private sealed record Function(string Name, string Usage, string Kinds, Func<IReadOnlyList<Datum>, Datum> Do);
}
