using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>Problems of a key's value (LMR050 to LMR059).</summary>
[ProblemFamily]
internal static class KeyProblems
{
    public static Diagnostic WrongForm(KeyShape key, YamlNode node) => ValueTypes.Bare(key.Type) is { IsEnum: true } words
        ? UnknownWord(key.Name, node, ValueTypes.Words(words)) : NotOfForm(key, node);

    public static Diagnostic NotOfForm(KeyShape key, YamlNode node) => new(
        "LMR050", Severity.Error, node.Span, $"'{key.Name}' cannot be {Shown(node)}.",
        ValueTypes.OwnFormOf(ValueTypes.Bare(key.Type))?.WhyNot(node) ?? WhyNot(key, node) ?? $"It must be {ValueTypes.FormOf(key.Type)}.",
        $"Write {ValueTypes.FormOf(key.Type)}.");

    public static Diagnostic UnknownWord(string key, YamlNode node, IReadOnlyList<string> known) => new(
        "LMR051", Severity.Error, node.Span, $"'{key}' cannot be {Shown(node)}.", $"It is one of {string.Join(", ", known)}.",
        Suggestion.For((node as YamlScalar)?.Text ?? "", known) is { } near ? $"Did you mean '{near}'?" : "Pick one of these.");

    public static Diagnostic Outside(KeyShape key, YamlNode node, string allowed) => new(
        "LMR052", Severity.Error, node.Span, $"'{key.Name}' cannot be {Shown(node)}.", $"It must be {allowed}.", "Write a value like that.");

    private static string? WhyNot(KeyShape key, YamlNode node)
    {
        if (ValueTypes.Bare(key.Type) != typeof(TimeSpan) || node is not YamlScalar scalar) return null;
        return Quantities.Quantity.TryDuration(scalar.Text, out _, out var problem) ? null : problem;
    }

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalar { IsNull: true } => "empty",
        YamlScalar scalar => $"'{scalar.Text}'",
        YamlSequence => "a list",
        _ => "a mapping",
    };
}
