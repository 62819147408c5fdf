using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A file that was included: its lists as they stand, and what it asks for.</summary>
internal sealed record IncludedFile(SourceFile File, YamlMapping Root, ValueList<Input> Parameters, ValueList<RunbookVariable> Variables);

/// <summary>
/// The files of a runbook. Each is read once, however often it is included; a list of it is made once, however often it is used.
/// </summary>
internal sealed class Inclusions(SourceFile top, Findings findings)
{
    private const int Deepest = 16;
    private readonly string _root = ReviewedFolder.Of(top.Path);
    private readonly Dictionary<string, IncludedFile?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string Key), object> _lists = [];
    private readonly List<(string Full, string Shown)> _open = [(ReviewedFolder.Real(top.Path), top.Path)];

    /// <summary>Every file, in the order in which they were read first; templates last.</summary>
    public IEnumerable<SourceFile> Files => [top, .. _files.Values.OfType<IncludedFile>().Select(file => file.File), .. Templates.Files];

    /// <summary>The templates that steps name.</summary>
    public TemplateFiles Templates { get; } = new(ReviewedFolder.Of(top.Path), findings);

    /// <summary>Reads the list <paramref name="key"/> of a file; null where there is none, and that was told.</summary>
    public (IncludedFile File, T List)? Open<T>(YamlScalar include, string key, Func<YamlNode, T> read) where T : class
    {
        if (Template.Holds(include.Text)) return Refused<T>(StructureProblems.ComputedInclude(include));
        var shown = Path.Combine(Path.GetDirectoryName(include.Span.File.Path) ?? "", include.Text);
        var full = ReviewedFolder.Real(shown);
        if (!ReviewedFolder.Holds(_root, full)) return Refused<T>(StructureProblems.OutsideInclude(include));
        if (_open.Exists(open => open.Full == full) || _open.Count > Deepest)
            return Refused<T>(StructureProblems.EndlessInclude(include, _open.Select(open => open.Shown).Append(shown), Deepest));
        if (File(include, shown, full) is not { } file) return null;
        if (file.Root[key] is not { } list)
            return Refused<T>(StructureProblems.NothingToInclude(include, include.Text, key, file.Root.Entries.Select(entry => entry.Key.Text).Where(name => name is "plays" or "steps" or "handlers" or "gate")));
        if (_lists.TryGetValue((full, key), out var known)) return (file, (T)known);
        _open.Add((full, shown));
        var made = read(list);
        _open.RemoveAt(_open.Count - 1);
        _lists[(full, key)] = made;
        return (file, made);
    }

    /// <summary>What an including place gives, checked against what the file asks for.</summary>
    public ValueList<Parameter> Parameters(YamlScalar include, IncludedFile file, YamlMapping? with)
    {
        foreach (var entry in (with?.Entries ?? []).Where(entry => file.Parameters.All(parameter => parameter.Name != entry.Key.Text)))
            findings.Add(StructureProblems.UnknownParameter(entry.Key, include.Text, [.. file.Parameters.Select(parameter => parameter.Name)]));
        foreach (var parameter in file.Parameters)
        {
            var given = with?[parameter.Name];
            if (given is null && parameter is { Default: null, Required: true }) findings.Add(StructureProblems.MissingParameter(include, parameter));
            if (given is not null) SecretLook.At(parameter.Name, given, inFile: true, findings);
            // A template is looked at where its value is known.
            if (given is not null && !TemplateNames.Holds(given) && InputCheck.Wrong(parameter, given) is { } wrong) findings.Add(RunbookProblems.WrongInput(parameter, given.Span, wrong));
        }
        return [.. file.Parameters.Select(parameter => new Parameter(parameter, with?[parameter.Name]))];
    }

    private IncludedFile? File(YamlScalar include, string shown, string full)
    {
        if (_files.TryGetValue(full, out var known)) return known;
        return _files[full] = Read(include, shown);
    }

    private IncludedFile? Read(YamlScalar include, string shown)
    {
        var own = new Findings();
        if (SourceFile.Read(shown, own) is not { } file)
        {
            // That a file cannot be read is told where it is named.
            foreach (var problem in own.Sorted) findings.Add(problem.Span is null ? problem with { Span = include.Span, Fix = "Check the path; it is relative to the file that includes it." } : problem);
            return null;
        }
        foreach (var problem in own.Sorted) findings.Add(problem);
        if (YamlReader.Read(file, YamlDialect.Core, findings) is not { } tree || new YamlExpect(findings).Mapping(tree) is not { } root) return null;
        var form = RecordBinder.Bind<IncludedForm>(root, findings);
        return new IncludedFile(file, root, InputReader.Read(root["parameters"], form?.Parameters, findings), VariableReader.Read(form?.Vars, findings));
    }

    private (IncludedFile, T)? Refused<T>(Diagnostic problem) where T : class
    {
        findings.Add(problem);
        return null;
    }
}
