namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>One turn of a loop, as <c>for.…</c> tells it inside.</summary>
internal sealed record LoopTurn(int Index, int Length, Datum Current, Datum? Before)
{
    public static IReadOnlyList<string> Members { get; } = ["changed", "even", "first", "index", "last", "length", "odd", "rindex"];

    public Datum this[string member] => member switch
    {
        "index" => new DatumInteger(Index),
        "rindex" => new DatumInteger(Length - Index - 1),
        "length" => new DatumInteger(Length),
        "first" => new DatumBool(Index == 0),
        "last" => new DatumBool(Index == Length - 1),
        "even" => new DatumBool(Index % 2 == 0),
        "odd" => new DatumBool(Index % 2 == 1),
        _ => new DatumBool(Before is null || !Operators.Same(Before, Current)),
    };
}
