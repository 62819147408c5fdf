using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Which kinds of values a type of argument can be made from at all; the value itself is looked at once it is known.</summary>
internal static class ArgumentKinds
{
    public static bool Takes(Type type, DatumKind kind)
    {
        type = ValueTypes.Bare(type);
        if (ValueTypes.OwnFormOf(type) is { JsonTypes: { Count: > 0 } forms })
            return forms.Contains(Json(kind)) || (kind is not (DatumKind.List or DatumKind.Map) && forms.Contains("string"));
        if (ValueTypes.ItemOf(type) is { } item) return kind == DatumKind.List || Takes(item, kind);
        if (ValueTypes.ValueOf(type) is not null) return kind == DatumKind.Map;
        if (type == typeof(int) || type == typeof(long)) return kind == DatumKind.Integer;
        if (type == typeof(bool)) return kind == DatumKind.TruthValue;
        // Every single value can be written as a text.
        return (type != typeof(string) && !type.IsEnum && type != typeof(TimeSpan)) || kind is not (DatumKind.List or DatumKind.Map);
    }

    private static string Json(DatumKind kind) => kind switch
    {
        DatumKind.Integer => "integer",
        DatumKind.Number => "number",
        DatumKind.TruthValue => "boolean",
        DatumKind.List => "array",
        DatumKind.Map => "object",
        DatumKind.Null => "null",
        _ => "string",
    };
}
