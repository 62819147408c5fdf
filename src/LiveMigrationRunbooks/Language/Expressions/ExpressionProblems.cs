using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Problems of expressions and templates (LMR250 to LMR299).</summary>
[ProblemFamily]
internal static class ExpressionProblems
{
    // What people who come from Jinja2 write, and how it is said here.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["default"] = "Write 'x ?? value'.", ["d"] = "Write 'x ?? value'.", ["lower"] = "Write string.downcase.",
        ["upper"] = "Write string.upcase.",
        ["trim"] = "Write string.strip.", ["replace"] = "Write string.replace.", ["split"] = "Write string.split.",
        ["length"] = "Write array.size.",
        ["count"] = "Write array.size.", ["join"] = "Write array.join.", ["first"] = "Write array.first.", ["last"] = "Write array.last.",
        ["min"] = "Write math.min a b.", ["max"] = "Write math.max a b.", ["round"] = "Write math.round.",
        ["int"] = "Give the value as a number; there is no conversion.",
    };

    public static Diagnostic Unexpected(SourceSpan span, string found, string expected) => new(
        "LMR250", Severity.Error, span, $"{found} is not expected here.", $"{expected} should follow.",
        "Complete or correct the expression.");

    public static Diagnostic UnclosedText(SourceSpan span) => new(
        "LMR251", Severity.Error, span, "The quote that opens here is never closed.", "The text would run to the end of the expression.",
        "Close the quote.");

    public static Diagnostic UnclosedTemplate(SourceSpan span) => new(
        "LMR252", Severity.Error, span, "'{{' is never closed.", "A template ends with '}}'.",
        "Add '}}', or write {{ \"{{\" }} where the braces themselves are meant.");

    public static Diagnostic UndefinedName(SourceSpan span, string name, IEnumerable<string> known) => new(
        "LMR253", Severity.Error, span, $"'{name}' is not defined.", "No variable, input or fact of this name can be seen from here.",
        Suggestion.Fix(name, known, "name"));

    public static Diagnostic NoMember(SourceSpan span, string of, string name, IEnumerable<string> known) => new(
        "LMR254", Severity.Error, span, $"{of} has no '{name}'.", "A missing member is an error unless '??' gives a value for it.",
        Suggestion.Fix(name, known, "member"));

    public static Diagnostic WrongKind(SourceSpan span, string wanted, Datum found, string fix) => new(
        "LMR255", Severity.Error, span, $"{wanted} is needed here.", $"This is {Article(found)}.", fix);

    public static Diagnostic NeverEqual(SourceSpan span, Datum left, Datum right) => new(
        "LMR256", Severity.Error, span, $"{Capital(Article(left))} is compared with {Article(right)}.",
        "Values of different kinds can be neither equal nor in order.",
        "Compare values of one kind; texts stand in quotes, numbers do not.");

    public static Diagnostic UnknownFunction(SourceSpan span, string name, IEnumerable<string> known) => new(
        "LMR257", Severity.Error, span, $"There is no function '{name}'.", "Functions are named family.verb, as in string.upcase.",
        Elsewhere.TryGetValue(name, out var fix) ? fix : Suggestion.Fix(name, known, "function"));

    public static Diagnostic WrongCount(SourceSpan span, string name, string usage) => new(
        "LMR258", Severity.Error, span, $"{name} has too many or too few arguments here.",
        "Arguments are separated by spaces; a piped value is the first one.", $"Write it as: {usage}");

    public static Diagnostic Overflow(SourceSpan span) => new(
        "LMR259", Severity.Error, span, "The result is too large.", "Whole numbers have 64 bits.", "Use smaller numbers.");

    public static Diagnostic DividedByZero(SourceSpan span) => new(
        "LMR260", Severity.Error, span, "This divides by zero.", "There is no such number.", "Test the divisor first.");

    public static Diagnostic OutOfList(SourceSpan span, long index, int count) => new(
        "LMR261", Severity.Error, span, $"There is no entry [{index}].",
        $"The list has {count} {(count == 1 ? "entry" : "entries")}, counted from 0.",
        "Use an index in range, or '??' for a list that may be shorter.");

    public static Diagnostic MixedPipe(SourceSpan span) => new(
        "LMR262", Severity.Error, span, "Put parentheses around one side of '|'.",
        "Languages disagree whether a pipe binds tighter than an operator.", "Write (a | f) + b, or (a + b) | f.");

    public static Diagnostic TrimMark(SourceSpan span) => new(
        "LMR263", Severity.Error, span, "Templates do not trim the text around them.", "'{{-' and '{{~' are not part of the language.",
        "Remove the mark; put a space where a negative number is meant.");

    public static Diagnostic TemplateInKey(SourceSpan span) => new(
        "LMR264", Severity.Error, span, "A key cannot hold a template.", "Keys are checked before any value is known.",
        "Write the key out.");

    public static Diagnostic TooDeep(SourceSpan span, int limit) => new(
        "LMR265", Severity.Error, span, $"The expression is nested more than {limit} levels deep.", "Nobody could read it.", "Split it.");

    public static Diagnostic NotInText(SourceSpan span, Datum found) => new(
        "LMR266", Severity.Error, span, $"{Capital(Article(found))} cannot stand inside of a text.", "How it should look is not defined.",
        found is DatumList ? "Join it: x | array.join \",\"." : "Name the member that is meant, or give a default with '??'.");

    private static string Article(Datum datum) =>
        datum switch { DatumNull => "null", DatumInteger => "an integer", _ => "a " + datum.Kind };

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
