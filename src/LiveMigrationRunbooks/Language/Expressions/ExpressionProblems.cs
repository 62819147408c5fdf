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
        ["int"] = "Write string.to_int.", ["float"] = "Write string.to_double.", ["sort"] = "Write array.sort.", ["unique"] = "Write array.uniq.",
        ["map"] = "Write array.map \"member\".", ["select"] = "Write array.filter @function.", ["list"] = "Ranges and lists are lists already.",
        ["abs"] = "Write math.abs.", ["reverse"] = "Write array.reverse.", ["b64encode"] = "Write string.base64_encode.",
        ["b64decode"] = "Write string.base64_decode.", ["regex_replace"] = "Write regex.replace.", ["regex_search"] = "Write regex.match.",
        ["capitalize"] = "Write string.capitalize.", ["dict2items"] = "A loop over a map has x.key and x.value.",
    };

    public static Diagnostic Unexpected(SourceSpan span, string found, string expected) => new(
        "LMR250", Severity.Error, span, $"{found} is not expected here.", $"{expected} should follow.",
        "Complete or correct it.");

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
        "LMR263", Severity.Error, span, "This '-' is no minus sign.", "'{{-' removes the white space in front of the braces.",
        "Put a space behind '{{' where a negative number is meant, and behind '{{-' where white space is to go.");

    public static Diagnostic TemplateInKey(SourceSpan span) => new(
        "LMR264", Severity.Error, span, "A key cannot hold a template.", "Keys are checked before any value is known.",
        "Write the key out.");

    public static Diagnostic TooDeep(SourceSpan span, int limit) => new(
        "LMR265", Severity.Error, span, $"The expression is nested more than {limit} levels deep.", "Nobody could read it.", "Split it.");

    public static Diagnostic NotInSubset(SourceSpan span, string what, string instead) => new(
        "LMR267", Severity.Error, span, $"{what} is not part of the subset.", "Scriban has it; here every template must end, and give the same on each day.",
        instead);

    public static Diagnostic BadEscape(SourceSpan span, string escape) => new(
        "LMR268", Severity.Error, span, $"'{escape}' means nothing inside of quotes.", "A backslash begins an escape there.",
        "Write the backslash twice, or put the text between backquotes, where it stands for itself.");

    public static Diagnostic NeverEnded(SourceSpan span, string word) => new(
        "LMR269", Severity.Error, span, $"This '{word}' has no 'end'.", "What it covers would run to the end of the template.", "Write {{ end }} behind it.");

    public static Diagnostic Stray(SourceSpan span, string word, string why) => new(
        "LMR270", Severity.Error, span, $"'{word}' stands alone here.", why, "Remove it, or open what it belongs to.");

    public static Diagnostic NotAlwaysSet(SourceSpan span, string name) => new(
        "LMR271", Severity.Error, span, $"'{name}' may have no value here.", "The template gives it one only on some of the ways that lead here.",
        "Give it a value before the 'if' or 'for' as well.");

    public static Diagnostic NameTwice(SourceSpan span, string name) => new(
        "LMR272", Severity.Error, span, $"'{name}' comes twice in this map.", "One of the values would be lost.", "Remove one.");

    public static Diagnostic FunctionNeeded(SourceSpan span, string signature) => new(
        "LMR273", Severity.Error, span, "A function is needed here.", $"Usage: {signature}", "Write '@' in front of its name: @string.upcase.");

    public static Diagnostic FunctionUnwanted(SourceSpan span) => new(
        "LMR274", Severity.Error, span, "A function cannot stand here.", "It can only be handed to a function that asks for one.",
        "Call it without '@', or hand it to array.each, array.filter, array.any or array.join.");

    public static Diagnostic TooLong(SourceSpan span, int limit) => new(
        "LMR275", Severity.Error, span, $"More than {limit} operators stand in a row.", "Nobody could read it.", "Split it, or use a list.");

    public static Diagnostic NotInText(SourceSpan span, Datum found) => new(
        "LMR266", Severity.Error, span, $"{Capital(Article(found))} cannot stand inside of a text.", "How it should look is not defined.",
        found is DatumList ? "Join it: x | array.join \",\"." : "Name the member that is meant, or give a default with '??'.");

    public static Diagnostic BadArgument(SourceSpan span, string what, string fix) => new(
        "LMR276", Severity.Error, span, what, "The function has no answer for it.", fix);

    public static Diagnostic BadPattern(SourceSpan span, string why) => new(
        "LMR277", Severity.Error, span, "This pattern cannot be used.", $"As a regular expression {why}.", "Correct it; it is read as .NET reads patterns, without going back.");

    public static Diagnostic NoOrder(SourceSpan span, Datum one, Datum other) => new(
        "LMR278", Severity.Error, span, "This list cannot be sorted.", $"There is no order between {Article(one)} and {Article(other)}.",
        "Sort texts, numbers or dates, or name the member to sort by.");

    public static Diagnostic TooManySteps(SourceSpan span, int limit) => new(
        "LMR279", Severity.Error, span, $"This takes more than {limit} steps.", "A template must end soon, whatever it is given.",
        "Go through fewer items, or do the work outside.");

    public static Diagnostic TooMuchText(SourceSpan span, int limit) => new(
        "LMR280", Severity.Error, span, $"This makes a text of more than {limit} letters.", "Nothing that a runbook writes is that long.", "Make it shorter, or copy a file.");

    public static Diagnostic ValueTooDeep(SourceSpan span, int limit) => new(
        "LMR281", Severity.Error, span, $"This value is nested more than {limit} levels deep.", "Nothing could use it.", "Make it flatter.");

    private static string Article(Datum datum) =>
        datum.Is switch { DatumKind.Null => "null", DatumKind.Integer => "an integer", _ => "a " + datum.Kind };

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
