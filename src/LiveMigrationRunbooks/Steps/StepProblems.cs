using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps;

/// <summary>What can be wrong with the arguments of a step: codes LMR301 to LMR319.</summary>
[ProblemFamily]
public static class StepProblems
{
    public static Diagnostic NotAMapping(StepKind kind, YamlNode node) => new(
        "LMR301", Severity.Error, node.Span, $"'{kind.Name}' takes arguments by name.",
        "A step's arguments are a mapping.", $"Write {kind.Name}: {{ {string.Join(", ", kind.Arguments.Select(argument => argument.Name + ": …"))} }}.");

    public static Diagnostic UnknownArgument(StepKind kind, YamlScalar key) => new(
        "LMR302", Severity.Error, key.Span, $"'{kind.Name}' has no argument '{key.Text}'.",
        $"Its arguments are {string.Join(", ", kind.Arguments.Select(argument => argument.Name))}.",
        Suggestion.For(key.Text, kind.Arguments.Select(argument => argument.Name)) is { } near ? Suggestion.Question(key.Text, near) : "Remove it, or pick one of these.");

    public static Diagnostic MissingArgument(StepKind kind, StepArgument argument, SourceSpan at) => new(
        "LMR303", Severity.Error, at, $"'{kind.Name}' needs '{argument.Name}'.",
        argument.About.Description, $"Add '{argument.Name}': {ValueTypes.FormOf(argument.Type)}.");

    public static Diagnostic WrongForm(string argument, YamlNode node, string form) => new(
        "LMR304", Severity.Error, node.Span, $"'{argument}' cannot be {Shown(node)}.",
        $"It must be {form}.", $"Write {form}.");

    public static Diagnostic OutOfRange(StepArgument argument, YamlNode node, string allowed) => new(
        "LMR305", Severity.Error, node.Span, $"'{argument.Name}' cannot be {Shown(node)}.", $"It must be {allowed}.", "Pick a number in this range.");

    public static Diagnostic Unquoted(string argument, YamlNode node) => new(
        "LMR307", Severity.Error, node.Span, $"The digits of '{argument}' need quotes.", "Without them YAML reads a number, of which nobody can tell the base: 0644, 644 and 420 are three numbers.",
        $"Write it in octal digits and quotes: {argument}: \"0644\".");

    public static Diagnostic Unsound(StepKind kind, string? argument, SourceSpan at, string why, string fix) => new(
        "LMR306", Severity.Error, at, argument is null ? $"The arguments of '{kind.Name}' do not fit together." : $"'{argument}' of '{kind.Name}' cannot be like this.", why, fix);

    private static string Shown(YamlNode node) => node switch
    {
        YamlScalar { Plain: true } scalar => scalar.Text,
        YamlScalar scalar => $"the text '{scalar.Text}'",
        YamlSequence => "a list",
        _ => "a mapping",
    };
}
