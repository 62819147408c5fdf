using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>Keys and their values as a table of the references, one line each.</summary>
internal static partial class KeyTable
{
    /// <param name="places">Where the values are described that are mappings themselves.</param>
    public static void Append(StringBuilder text, string noun, IEnumerable<KeyShape> keys, IReadOnlyDictionary<Type, string>? places = null)
    {
        text.Append($"| {noun} | value | without it | |\n|---|---|---|---|\n");
        foreach (var key in keys) text.Append($"| `{key.Name}` | {Cell(Value(key, places))} | {Default(key)} | {Cell(About(key))} |\n");
    }

    /// <summary>The record that a value is, or that its entries are; null where it is none.</summary>
    public static Type? RecordIn(Type type)
    {
        var bare = ValueTypes.Bare(type);
        if (bare.IsGenericType && bare.Name.StartsWith("Entries", StringComparison.Ordinal)) return bare.GetGenericArguments()[0];
        if (ValueTypes.OwnFormOf(bare) is not null) return null;
        if (ValueTypes.ItemOf(bare) is { } item) return RecordIn(item);
        if (ValueTypes.ValueOf(bare) is { } value) return RecordIn(value);
        return RecordShape.Of(bare) is null ? null : bare;
    }

    public static string Link(string title) => $"[`{title}`](#{NoAnchor().Replace(title.ToLowerInvariant(), "")})";

    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Value(KeyShape key, IReadOnlyDictionary<Type, string>? places)
    {
        if (RecordIn(key.Type) is { } record && (places?.TryGetValue(record, out var place) ?? false)) return Link(place);
        var bare = ValueTypes.Bare(key.Type);
        // A single value stands for a list of one.
        var list = ValueTypes.OwnFormOf(bare) is null && ValueTypes.ItemOf(bare) is { } item ? $"{ValueTypes.FormOf(item)}, or a list of such" : null;
        var form = (key.About.PatternWords ?? list ?? ValueTypes.FormOf(key.Type)) + (key.About is ArgumentAttribute { Secret: true } ? ", or a secret" : "");
        return (key.About.Min, key.About.Max) switch
        {
            (long.MinValue, long.MaxValue) => form,
            (var min, long.MaxValue) => $"{form}, at least {min}",
            (long.MinValue, var max) => $"{form}, at most {max}",
            var (min, max) => $"{form}, {min} to {max}",
        };
    }

    private static string About(KeyShape key) => key.About.Example is { } example ? $"{key.About.Description} Example: `{example}`" : key.About.Description;

    private static string Default(KeyShape key) => key switch
    {
        { Required: true } => "required",
        { Default: bool truth } => truth ? "`true`" : "`false`",
        { Default: Enum word } => $"`{ValueTypes.Words(word.GetType())[Array.IndexOf(Enum.GetValues(word.GetType()).Cast<object>().ToArray(), word)]}`",
        { Default: int or long or string } => $"`{key.Default}`",
        _ => "-",
    };

    [GeneratedRegex("[^a-z0-9_-]")]
    private static partial Regex NoAnchor();
}
