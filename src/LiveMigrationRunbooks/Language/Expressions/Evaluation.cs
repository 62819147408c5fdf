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

    internal static Evaluation Of(Datum value) => new(value, [], []);

    internal static Evaluation Failed(IReadOnlyList<Diagnostic> problems) => new(null, problems, []);

    internal static Evaluation NotYet(IEnumerable<string> paths) => new(null, [], [.. paths.Distinct().Order(StringComparer.Ordinal)]);
}
