using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with files beside a runbook that steps put on hosts (LMR460 to LMR464).</summary>
[ProblemFamily]
internal static class FileProblems
{
    public static Diagnostic Outside(YamlScalar source) => new(
        "LMR460", Severity.Error, source.Span, $"'{source.Text}' lies outside of the runbook's repository.",
        "Who reviews the repository would not see it change.", "Copy the file into the repository, which is the folder that holds .git, or else the runbook's own.");

    public static Diagnostic TwoContents(YamlScalar source) => new(
        "LMR461", Severity.Error, source.Span, "'content' and 'source' both say what the file holds.", "A file has one content.", "Keep one of them.");

    public static Diagnostic ComputedTemplate(YamlScalar source) => new(
        "LMR462", Severity.Error, source.Span, "The path of a template cannot be computed.",
        "What a runbook consists of is known before any host is, so that all of it is checked.", "Write the path out, and give two steps conditions; or let the template itself choose.");

    public static Diagnostic Jinja(SourceSpan span, string word) => new(
        "LMR463", Severity.Error, span, $"'{{% {word} … %}}' is a statement of Jinja2.",
        "Here it would be written to the host as it stands: statements are in double braces.", $"Write {{{{ {Instead(word)} }}}}; for the very letters write {{%{{ {{% }}%}}.");

    public static Diagnostic SecretInTemplate(SourceSpan span, string name) => new(
        "LMR464", Severity.Error, span, $"'{name}' holds a secret, and templates show what they make.",
        "What a template makes stands in plans as digest and difference.", "Put the secret into a file of its own with file: { content: … }, which takes secrets, and name that file here.");

    private static string Instead(string word) => word switch
    {
        "endif" or "endfor" or "endraw" => "end",
        "elif" => "else if …",
        "else" => "else",
        "set" => "name = …",
        "for" => "for item in list",
        _ => "if …",
    };
}
