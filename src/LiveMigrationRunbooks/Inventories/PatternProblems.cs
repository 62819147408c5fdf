using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Problems of patterns that choose hosts (LMR160 to LMR169).</summary>
[ProblemFamily]
internal static class PatternProblems
{
    public static Diagnostic UnknownName(SourceSpan? span, string name, IEnumerable<string> known) => new(
        "LMR160", Severity.Error, span, $"There is no host or group '{name}'.", "A pattern that names nobody is taken for a mistake.",
        Suggestion.Fix(name, known, "host or group"));

    public static Diagnostic NothingMatched(SourceSpan? span, string pattern) => new(
        "LMR161", Severity.Error, span, $"'{pattern}' matches no host.", "A run without hosts would succeed without having done anything.",
        "Correct the pattern, or add hosts to the group.");

    public static Diagnostic BadExpression(SourceSpan? span, string expression, string why) => new(
        "LMR162", Severity.Error, span, $"'{expression}' is not a regular expression that can be used.", why,
        "Correct it; look-around and back-references are not available.");

    public static Diagnostic BadSlice(SourceSpan? span, string slice, int count) => new(
        "LMR163", Severity.Error, span, $"'{slice}' chooses nobody.",
        $"There {(count == 1 ? "is 1 host" : $"are {count} hosts")}, counted from 0; both ends belong to it.", "Choose a range inside.");

    public static Diagnostic TooManyFiles(SourceSpan? span, int limit) => new(
        "LMR165", Severity.Error, span, "A list of hosts names further lists without end.",
        $"Lists may be inside of each other {limit} times.", "Remove the line that names the list again.");

    public static Diagnostic Empty(SourceSpan? span) => new(
        "LMR164", Severity.Error, span, "The pattern is empty.", "It has to say which hosts are meant.",
        "Write 'all' if every host is meant.");
}
