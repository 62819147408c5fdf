namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// Stands inside of one evaluation for a value that is not known yet: the dotted names it waits for, and its kind where that is declared.
/// It never leaves the evaluation.
/// </summary>
internal sealed record Pending(IReadOnlyList<string> Names, DatumKind? Expected) : Datum
{
    // Asked only after Expected: what nobody declared passes every check.
    public override DatumKind Is => Expected ?? DatumKind.Null;

    public override string Text => "";

    public static Pending From(DatumKind? expected, params IEnumerable<Datum> sources) =>
        new([.. sources.OfType<Pending>().SelectMany(source => source.Names).Distinct(StringComparer.Ordinal)], expected);
}
