using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// What became of an expression: exactly one of a value, problems, or names whose values are not known yet.
/// <paramref name="Unknown"/> holds dotted paths in ordinal order.
/// </summary>
public sealed record Evaluation(Datum? Value, IReadOnlyList<Diagnostic> Problems, IReadOnlyList<string> Unknown)
{
    public bool IsUnknown => Unknown.Count > 0 && Problems.Count == 0;

    public bool IsKnown => Value is not null;

    /// <summary>The kind of the value, also where only the kind is known yet; null where nobody can say.</summary>
    public DatumKind? Kind => Value?.Is ?? Expected;

    private DatumKind? Expected { get; init; }

    internal static Evaluation Of(Datum value) => new(value, [], []);

    internal static Evaluation Failed(IReadOnlyList<Diagnostic> problems) => new(null, [.. problems.Distinct()], []);

    internal static Evaluation NotYet(IEnumerable<string> paths, DatumKind? expected) =>
        new(null, [], [.. paths.Distinct().Order(StringComparer.Ordinal)]) { Expected = expected };
}
