using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with a runbook: codes LMR201 to LMR219.</summary>
[ProblemFamily]
public static class RunbookProblems
{
    public static Diagnostic Missing(string what, string key, SourceSpan at) => new(
        "LMR201", Severity.Error, at, $"{what} needs '{key}'.", "It cannot be guessed.", $"Add '{key}:'.");

    public static Diagnostic Empty(string key, SourceSpan at) => new(
        "LMR202", Severity.Error, at, $"'{key}' is empty.", "A runbook that does nothing would be green for ever.", "Add an entry, or remove the file.");

    public static Diagnostic UnknownKind(YamlScalar key, IEnumerable<string> keys) => new(
        "LMR205", Severity.Error, key.Span, $"There is no step kind and no step key '{key.Text}'.",
        $"{Kinds(key.Text)}; keys are {string.Join(", ", keys)}.",
        Near(key.Text, StepCatalogue.Kinds.Keys.Concat(keys)) ?? "Pick one of these.");

    // There are too many kinds to list; of the family that was meant, all are told.
    private static string Kinds(string asked)
    {
        var families = StepCatalogue.Kinds.Keys.ToLookup(kind => kind.Split('.')[0]);
        return asked.Split('.')[0] is var family && families.Contains(family)
            ? $"Kinds of '{family}' are {string.Join(", ", families[family])}" : $"Families of kinds are {string.Join(", ", families.Select(each => each.Key))}";
    }

    public static Diagnostic NoKind(SourceSpan at) => new(
        "LMR206", Severity.Error, at, "This step names no kind.", "A step does exactly one thing.", "Add a kind, as nic.mtu: { device: eth1, mtu: 9000 }.");

    public static Diagnostic TwoKinds(YamlScalar second, YamlScalar first) => new(
        "LMR207", Severity.Error, second.Span, $"This step has a second kind '{second.Text}'.", $"The first is '{first.Text}' at line {first.Span.Line}.", "Make two steps.");

    /// <param name="play">The play, where the name stands in another file.</param>
    public static Diagnostic UnknownHandler(YamlScalar name, IEnumerable<string> handlers, SourceSpan? play = null) => new(
        "LMR208", Severity.Error, name.Span, play is null ? $"There is no handler '{name.Text}' in this play." : $"There is no handler '{name.Text}' in the play at {play}.",
        handlers.Any() ? $"Its handlers are {string.Join(", ", handlers)}." : "It has no handlers.",
        Near(name.Text, handlers) ?? "Add it under 'handlers:', with this name.");

    public static Diagnostic SameName(Runbooks.StepCall second, Runbooks.StepCall first) => new(
        "LMR209", Severity.Error, second.Span, $"Two entries are named '{second.Name}'.", $"The first is at line {first.Span.Line}; plan and journal tell them by name.", "Give one of them another name.");

    internal static Diagnostic WrongPlace(YamlScalar kind, StepPlace belongs, StepPlace stands) => new(
        "LMR210", Severity.Error, kind.Span, $"'{kind.Text}' does not belong under '{Word(stands)}'.",
        $"It is {belongs switch { StepPlace.Gate => "a check: it changes nothing", StepPlace.Handlers => "an operation: it runs when it is called for", _ => "a setting: it has a state to be in" }}.",
        $"Move it to '{Word(belongs)}:'.");

    public static Diagnostic WrongInput(Input input, SourceSpan at, string why) => new(
        "LMR211", Severity.Error, at, $"The value for '{input.Name}' does not fit.", why, "Change the value, or the type that is declared.");

    public static Diagnostic InputMissing(Input input) => new(
        "LMR212", Severity.Error, input.Span, $"The input '{input.Name}' has no value.", "It has no default.", $"Run with -e {input.Name}=…");

    public static Diagnostic UndeclaredInput(string name, SourceSpan? at, IEnumerable<string> inputs, IEnumerable<string> used) => new(
        "LMR213", Severity.Error, at, $"-e sets '{name}', which nothing in this runbook uses.",
        inputs.Any() ? $"Its inputs are {string.Join(", ", inputs)}." : "It declares no inputs.", Near(name, inputs.Concat(used)) ?? "Declare it under 'inputs:'.");

    public static Diagnostic TwoWriters(string key, SourceSpan second, SourceSpan first) => new(
        "LMR214", Severity.Error, second, $"Two steps write {key} on one host.", $"The other is at {(first.File == second.File ? $"line {first.Line}" : $"{first.File.Path}:{first.Line}")}; the last one would win silently.", "Keep one, or give them conditions that exclude each other.");

    public static Diagnostic NotACondition(SourceSpan at) => new(
        "LMR215", Severity.Error, at, "This condition is not true or false.", "'when' takes an expression that is true or false.", "Compare: facts.firewall != \"none\".");

    public static Diagnostic SourceMissing(YamlNode node, string path, string why, string fix) => new(
        "LMR216", Severity.Error, node.Span, $"The file '{path}' cannot be read.", why, fix);

    public static Diagnostic SourceIsTarget(YamlScalar to, string host) => new(
        "LMR217", Severity.Error, to.Span, $"{host} would be emptied onto itself.", "It is in 'hosts' and in 'evacuate.to'.", $"Take it out of one of them, as kvm:!{host}.");

    public static Diagnostic EmptyStage(YamlScalar size) => new(
        "LMR242", Severity.Error, size.Span, $"A stage of {size.Text} has no host.", "It would never end.", "Write at least 1, or a share above 0%.");

    public static Diagnostic NobodyLeft(string limit) => new(
        "LMR219", Severity.Error, null, $"--limit '{limit}' leaves no host in any play.", "A run over nobody would be green.", "Name hosts that the runbook's plays have.");

    public static Diagnostic UnknownFact(NameUse use) => new(
        "LMR218", Severity.Error, use.Span, $"There is no fact '{use.Path}'.", $"Facts are {string.Join(", ", FactShape.Paths)}.",
        Near(use.Path, FactShape.Paths.Where(path => !path.Contains('*', StringComparison.Ordinal))) ?? "Pick one of these; * is a name of the host's own.");

    private static string? Near(string word, IEnumerable<string> known) => Suggestion.For(word, known) is { } near ? Suggestion.Question(word, near) : null;

    private static string Word(StepPlace place) => place.ToString().ToLowerInvariant();
}
