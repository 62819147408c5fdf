using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>Gathers the diagnostics of one reading, so that all of them are told in one go.</summary>
public sealed class Findings
{
    private readonly List<Diagnostic> _all = [];

    public bool HasErrors => _all.Exists(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Without repeats, sorted by file, position and code.</summary>
    public IReadOnlyList<Diagnostic> Sorted =>
    [
        .. _all.Distinct()
            .OrderBy(diagnostic => diagnostic.Span?.File.Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Span?.Start)
            .ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];

    public void Add(Diagnostic diagnostic) => _all.Add(diagnostic);

    public void Error(string code, SourceSpan? span, string what, string why, string fix) =>
        _all.Add(new Diagnostic(code, Severity.Error, span, what, why, fix));

    public void Warn(string code, SourceSpan? span, string what, string why, string fix) =>
        _all.Add(new Diagnostic(code, Severity.Warning, span, what, why, fix));
}
