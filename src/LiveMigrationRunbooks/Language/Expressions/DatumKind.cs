namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>The kinds of values, for what is known of a value before the value is.</summary>
public enum DatumKind
{
    Null,
    TruthValue,
    Integer,
    Number,
    Text,
    List,
    Map,
    Date,
    Secret,
}

/// <summary>Kinds as words, and which of them go together.</summary>
internal static class DatumKinds
{
    public static string Word(this DatumKind kind) => kind switch
    {
        DatumKind.Null => "null",
        DatumKind.TruthValue => "truth value",
        DatumKind.Integer => "integer",
        DatumKind.Number => "number",
        DatumKind.Text => "text",
        DatumKind.List => "list",
        DatumKind.Map => "map",
        DatumKind.Secret => "secret",
        _ => "date",
    };

    public static bool IsNumeric(this DatumKind kind) => kind is DatumKind.Integer or DatumKind.Number;

    /// <summary>The kind of a value that is one of two; null where that says nothing.</summary>
    public static DatumKind? Either(DatumKind? one, DatumKind? other) => one == other ? one : null;
}
