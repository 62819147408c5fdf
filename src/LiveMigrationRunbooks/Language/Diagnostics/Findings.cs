using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Diagnostics;

/// <summary>Gathers the diagnostics of one reading, so that all of them are told in one go.</summary>
public sealed class Findings
{
    // A file of four megabytes can hold a million mistakes; nobody reads them, and all memory would be theirs.
    private const int Most = 10_000;

    private readonly List<Diagnostic> _all = [];
    private readonly HashSet<SourceSpan> _explained = [];

    public bool HasErrors { get; private set; }

    /// <summary>So much is wrong that reading on tells nobody anything.</summary>
    public bool IsFull => _all.Count == Most;

    /// <summary>Without repeats, sorted by file, position and code.</summary>
    public IReadOnlyList<Diagnostic> Sorted =>
    [
        .. _all.Distinct()
            .OrderBy(diagnostic => diagnostic.Span?.File.Path, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Span?.Start)
            .ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];

    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Span is { } span && _explained.Contains(span)) return;
        HasErrors |= diagnostic.Severity == Severity.Error;
        if (_all.Count < Most) _all.Add(diagnostic);
    }

    /// <summary>Adds a diagnostic after which nothing more is told of a place: what is wrong with its value follows from it.</summary>
    public void AddLast(Diagnostic diagnostic, SourceSpan place)
    {
        Add(diagnostic);
        _explained.Add(place);
    }

    /// <summary>As many as people read, sorted; where there are more, errors come before warnings. And how many are left out.</summary>
    public (IReadOnlyList<Diagnostic> Shown, int More) Foremost(int most)
    {
        var all = Sorted;
        if (all.Count <= most) return (all, 0);
        var shown = all.OrderBy(diagnostic => diagnostic.Severity).Take(most).ToHashSet();
        return ([.. all.Where(shown.Contains)], all.Count - most);
    }
}
