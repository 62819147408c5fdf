using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Shapes;

/// <summary>Problems of a key's value (LMR050 to LMR059).</summary>
[ProblemFamily]
internal static class KeyProblems
{
    public static Diagnostic WrongForm(KeyShape key, YamlNode node)
    {
        var (type, culprit) = Culprit(ValueTypes.Bare(key.Type), node);
        return type.IsEnum ? UnknownWord(key.Name, culprit, ValueTypes.Words(type)) : NotOfForm(key.Name, type, culprit);
    }

    public static Diagnostic NotOfForm(string key, Type type, YamlNode node) => new(
        "LMR050", Severity.Error, node.Span, $"'{key}' cannot be {Shown(node)}.",
        ValueTypes.OwnFormOf(type)?.WhyNot(node) ?? WhyNot(type, node) ?? $"It must be {ValueTypes.FormOf(type)}.",
        $"Write {ValueTypes.FormOf(type)}.");

    public static Diagnostic UnknownWord(string key, YamlNode node, IReadOnlyList<string> known) => new(
        "LMR051", Severity.Error, node.Span, $"'{key}' cannot be {Shown(node)}.", $"It is one of {string.Join(", ", known)}.",
        Suggestion.For((node as YamlScalar)?.Text ?? "", known) is { } near ? $"Did you mean '{near}'?" : "Pick one of these.");

    public static Diagnostic Outside(KeyShape key, YamlNode node, string allowed) => new(
        "LMR052", Severity.Error, node.Span, $"'{key.Name}' cannot be {Shown(node)}.", $"It must be {allowed}.", "Write a value like that.");

    /// <summary>Of a list, the first item that is wrong: the rest of it is as it should be.</summary>
    private static (Type Type, YamlNode Node) Culprit(Type type, YamlNode node)
    {
        if (ValueTypes.OwnFormOf(type) is not null || ValueTypes.ItemOf(type) is not { } item || node is YamlMapping) return (type, node);
        var wrong = (node is YamlSequence list ? list.Items : [node]).FirstOrDefault(each => ValueBinder.Bind(item, each) is null);
        return wrong is null ? (type, node) : Culprit(ValueTypes.Bare(item), wrong);
    }

    private static string? WhyNot(Type type, YamlNode node)
    {
        if (type != typeof(TimeSpan) || node is not YamlScalar scalar) return null;
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
