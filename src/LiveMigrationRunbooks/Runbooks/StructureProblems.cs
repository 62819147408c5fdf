using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with how a runbook is put together: includes, loops, variables, tags (LMR220 to LMR234).</summary>
[ProblemFamily]
internal static class StructureProblems
{
    public static Diagnostic NothingToInclude(YamlScalar include, string file, string key, IEnumerable<string> has) => new(
        "LMR220", Severity.Error, include.Span, $"'{file}' has no '{key}'.", $"It has {string.Join(", ", has.DefaultIfEmpty("nothing"))}.", $"Include a file with '{key}:', or move this include to where the file's lists belong.");

    public static Diagnostic OutsideInclude(YamlScalar include) => new(
        "LMR221", Severity.Error, include.Span, $"'{include.Text}' lies outside of the runbook's repository.",
        "Who reviews the repository would not see it change.", "Copy the file into the repository, which is the folder that holds .git, or else the runbook's own.");

    public static Diagnostic EndlessInclude(YamlScalar include, IEnumerable<string> chain, int limit) => new(
        "LMR222", Severity.Error, include.Span, $"'{include.Text}' would be included without end.",
        $"{string.Join(" -> ", chain)}; files may be inside of each other {limit} times.", "Remove one of these includes.");

    public static Diagnostic ComputedInclude(YamlScalar include) => new(
        "LMR223", Severity.Error, include.Span, "The path of an include cannot be computed.", "What a runbook consists of is known before any host is.", "Write the path out, and give two includes conditions.");

    public static Diagnostic UnknownParameter(YamlScalar key, string file, IReadOnlyList<string> known) => new(
        "LMR224", Severity.Error, key.Span, $"'{file}' has no parameter '{key.Text}'.",
        known.Count == 0 ? "It declares none." : $"Its parameters are {string.Join(", ", known)}.", Suggestion.Fix(key.Text, known, "parameter"));

    public static Diagnostic MissingParameter(YamlScalar include, Input parameter) => new(
        "LMR225", Severity.Error, include.Span, $"'{include.Text}' needs the parameter '{parameter.Name}'.",
        parameter.Description ?? "It has no default.", $"Add with: {{ {parameter.Name}: … }}.");

    public static Diagnostic Misplaced(YamlScalar key, string why, string fix) => new(
        "LMR226", Severity.Error, key.Span, $"'{key.Text}' does not belong here.", why, fix);

    public static Diagnostic NothingToRepeat(SourceSpan at, string found) => new(
        "LMR227", Severity.Error, at, "'foreach' needs a list or a mapping.", $"This is {found}.", "Write a list, or a template that gives one: \"{{ nics }}\".");

    public static Diagnostic TooMany(SourceSpan at, int limit) => new(
        "LMR228", Severity.Error, at, $"This makes more than {limit} steps.", "A plan of so many could not be read by anybody.", "Split it, or let one step do several things.");

    public static Diagnostic UnknownTag(string option, string tag, IReadOnlyList<string> known) => new(
        "LMR229", Severity.Error, null, $"{option} names '{tag}', which nothing in this runbook is tagged with.",
        "A run that leaves everything out would be green.", Suggestion.Fix(tag, known, "tag"));

    public static Diagnostic Cycle(RunbookVariable variable, IEnumerable<string> chain) => new(
        "LMR230", Severity.Error, variable.Span, $"The variable '{variable.Name}' depends on itself.", $"{string.Join(" -> ", chain)}.",
        "Give one of them a value of its own, or another name.");

    public static Diagnostic BadName(YamlScalar name, string why) => new(
        "LMR231", Severity.Error, name.Span, $"Nothing can be called '{name.Text}'.", why, "Choose another name.");

    public static Diagnostic BadInput(Input input, SourceSpan at, string why) => new(
        "LMR232", Severity.Error, at, $"The declaration of '{input.Name}' contradicts itself.", why, "Change its type, or remove this key.");

    public static Diagnostic OnlyParked(SourceSpan? at, string pattern, string parked) => new(
        "LMR233", Severity.Error, at, $"'{pattern}' chooses parked hosts only.", $"Left alone are {parked}.", "Name other hosts, or remove 'parked' from the inventory.");

    public static Diagnostic NothingTagged(string choice) => new(
        "LMR234", Severity.Error, null, $"{choice} leaves out every step.", "Nothing but steps can be left out, and there is nothing else.", "Choose other tags.");
}
