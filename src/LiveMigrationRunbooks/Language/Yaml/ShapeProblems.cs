using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Problems of a value that is not of the kind its place wants (LMR030 to LMR039).</summary>
[ProblemFamily]
internal static class ShapeProblems
{
    public static Diagnostic Wanted(YamlNode node, string wanted, string fix) => new(
        "LMR030", Severity.Error, node.Span, $"{wanted} is expected here.", $"This is {Describe(node)}.", fix);

    public static Diagnostic UnknownKey(SourceSpan span, string key, IReadOnlyList<string> known) => new(
        "LMR031", Severity.Error, span, $"Unknown key '{key}'.", "Nothing would read it.", Suggestion.Fix(key, known, "key"));

    public static Diagnostic OutOfRange(SourceSpan span, long value, long from, long to) => new(
        "LMR032", Severity.Error, span, $"{value} is out of range.", $"Allowed is {from} to {to}.", "Write a number in this range.");

    public static Diagnostic TooLarge(SourceSpan span, string text) => new(
        "LMR033", Severity.Error, span, $"{text} is too large.", "Whole numbers have 64 bits.", "Write a smaller number.");

    public static Diagnostic MissingKey(SourceSpan span, string key) => new(
        "LMR034", Severity.Error, span, $"The key '{key}' is missing.", "It has no default.", $"Add '{key}: …'.");

    public static Diagnostic LegacyBool(YamlScalar scalar, bool meant) => new(
        "LMR035", Severity.Error, scalar.Span, $"'{scalar.Text}' is a text, not a truth value.",
        "In YAML 1.2 only true and false are truth values.",
        $"Write {(meant ? "true" : "false")}.");

    private static string Describe(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar { IsNull: true } => "empty",
        YamlScalar { Text.Length: > 40 } => "a longer text",
        YamlScalar { Plain: false } text => $"the text '{text.Text}'",
        YamlScalar scalar => $"'{scalar.Text}'",
        _ => "something else",
    };
}
