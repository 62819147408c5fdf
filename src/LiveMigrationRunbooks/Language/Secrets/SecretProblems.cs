using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>What can be wrong with a secret where it is written and where it is used (LMR400 to LMR406, LMR912). No message holds a value.</summary>
[ProblemFamily]
public static class SecretProblems
{
    // The word itself is not told: it may be the secret, in a mapping that was never meant as a reference.
    public static Diagnostic UnknownSource(SourceSpan span, string? near) => new(
        "LMR400", Severity.Error, span, "There is no such source of secrets.", $"Secrets come from {string.Join(", ", SecretForm.Sources.Keys)}.",
        near is null ? $"Write for example {SecretForm.Example}." : $"Did you mean '{near}'?");

    public static Diagnostic UnknownKey(YamlScalar key, string source, string wanted) => new(
        "LMR401", Severity.Error, key.Span, $"A secret of '{source}' has no '{key.Text}'.", $"Beside 'secret' it has '{wanted}' alone.",
        Suggestion.For(key.Text, [wanted]) is { } near ? $"Did you mean '{near}'?" : $"Write {Form(source, wanted)}.");

    public static Diagnostic MissingKey(SourceSpan span, string source, string wanted) => new(
        "LMR402", Severity.Error, span, $"A secret of '{source}' needs '{wanted}'.", "Without it nobody knows where the secret is.", $"Write {Form(source, wanted)}.");

    public static Diagnostic WrongKey(SourceSpan span, string source, string wanted) => new(
        "LMR403", Severity.Error, span, $"This is no '{wanted}' of a secret.",
        source == "command" ? "A command is a list: the program, then its arguments, each a text." : $"'{wanted}' is a text that is not empty.", $"Write {Form(source, wanted)}.");

    public static Diagnostic NotHere(SourceSpan span, string place, IEnumerable<string> allowed) => new(
        "LMR404", Severity.Error, span, $"A secret cannot stand in {place}.",
        "It would be seen in plans, journals, logs, or in the list of processes.", $"Secrets may go to {string.Join(", ", allowed)}; use another value here.");

    public static Diagnostic NotComputed(SourceSpan span) => new(
        "LMR405", Severity.Error, span, "Nothing is computed from a secret.",
        "Comparing it, looking into it, or giving it to a function would tell something about it.",
        "Use it alone or inside of a text: \"password={{ db_password }}\".");

    public static Diagnostic Literal(SourceSpan? use, string name, string place) => new(
        "LMR406", Severity.Warning, use, $"'{name}' looks like a secret and is written in the open.",
        $"Its value stands in {place}: everyone who reads that file knows it, and plans and journals may show it.",
        $"Keep it elsewhere and refer to it: {name[(name.LastIndexOf('.') + 1)..]}: {{ secret: env, name: {EnvironmentName(name)} }}");

    public static Diagnostic NotForHosts(SourceSpan span, string name) => new(
        "LMR912", Severity.Error, span, $"'{name}' cannot be a secret.", "It says how a host is reached or used, and stands in plans, logs and command lines.",
        "Write it in the open.");

    private static string Form(string source, string key) => $"{{ secret: {source}, {key}: {(source == "command" ? "[pass, show, db]" : source == "file" ? "secrets/db.txt" : "DB_PASSWORD")} }}";

    private static string EnvironmentName(string name) => name[(name.LastIndexOf('.') + 1)..].ToUpperInvariant().Replace('-', '_');
}
