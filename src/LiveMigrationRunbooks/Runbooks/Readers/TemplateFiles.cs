using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The templates that steps name. The text of each takes the place of its path in the arguments, with the place it has in its own file: so
/// its names, facts and functions are checked, and its mistakes are told, as if it stood in the runbook.
/// </summary>
internal sealed partial class TemplateFiles(string root, Findings findings)
{
    // One node for a file, however often it is named: a template is parsed once for a node.
    private readonly Dictionary<string, YamlScalar?> _read = new(StringComparer.Ordinal);

    public IEnumerable<SourceFile> Files => _read.Values.OfType<YamlScalar>().Select(text => text.Span.File);

    /// <summary>The arguments with the text of the template in them, and the variables that they give to it.</summary>
    public (YamlNode Arguments, ValueList<RunbookVariable> Variables) Of(StepKind kind, YamlNode arguments)
    {
        if (arguments is not YamlMapping mapping || kind.Arguments.FirstOrDefault(argument => argument.About.Rendered) is not { } rendered) return (arguments, []);
        var given = kind.Arguments.FirstOrDefault(argument => argument.Type == typeof(TemplateVariables));
        var variables = given is not null && mapping.Entry(given.Name) is { Value: YamlMapping } entry ? entry : null;
        var entries = mapping.Entries.Where(each => each != variables)
            .Select(each => each.Key.Text == rendered.Name && each.Value is YamlScalar { IsNull: false } path ? each with { Value = Text(path) } : each);
        return (mapping with { Entries = [.. entries] }, variables is null ? [] : VariableReader.Read((YamlMapping)variables.Value, findings));
    }

    // Without the text the other arguments are still looked at.
    private YamlScalar Text(YamlScalar path)
    {
        var nothing = new YamlScalar("", false, path.Span);
        if (Template.Holds(path.Text))
        {
            findings.Add(FileProblems.ComputedTemplate(path));
            return nothing;
        }
        if (path.Text.Contains('\0', StringComparison.Ordinal) || FileSource.Inside(root, path, findings) is not { } full) return nothing;
        if (!_read.TryGetValue(full, out var known)) _read[full] = known = Read(path, full);
        return known ?? nothing;
    }

    private YamlScalar? Read(YamlScalar path, string full)
    {
        var own = new Findings();
        var file = SourceFile.Read(Path.Combine(Path.GetDirectoryName(path.Span.File.Path) ?? "", path.Text), own);
        // That a file cannot be read is told where it is named.
        foreach (var problem in own.Sorted)
            findings.Add(problem.Span is null ? RunbookProblems.SourceMissing(path, path.Text, problem.Why, Path.Exists(full) ? problem.Fix : FileSource.Near(path)) : problem);
        if (file is null) return null;
        foreach (Match match in Statement().Matches(file.Text))
            findings.Add(FileProblems.Jinja(new SourceSpan(file, match.Index, match.Length), match.Groups["word"].Value));
        return new YamlScalar(file.Text, false, new SourceSpan(file, 0, file.Text.Length));
    }

    [GeneratedRegex(@"\{%[-+]?\s*(?<word>if|elif|else|endif|for|endfor|set|include|import|macro|endmacro|block|endblock|raw|endraw|extends|filter)\b")]
    private static partial Regex Statement();
}
