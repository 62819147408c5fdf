using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Diagnostics for programs: as many as are shown to people, and how many more there are.</summary>
public static class DiagnosticsJson
{
    /// <summary>How many people are shown at once.</summary>
    public const int Most = 50;

    /// <param name="parked">Hosts that the runbook would have, were they not left alone.</param>
    public static string Of(Findings findings, IReadOnlyList<PlanParked> parked)
    {
        var (shown, more) = findings.Foremost(Most);
        return ResultJson.Of(new { Format = 1, Diagnostics = shown.Select(Flat), More = more, Parked = parked });
    }

    private static object Flat(Diagnostic diagnostic) => new
    {
        diagnostic.Code,
        diagnostic.Severity,
        File = diagnostic.Span?.File.Path,
        diagnostic.Span?.Line,
        diagnostic.Span?.Column,
        diagnostic.What,
        diagnostic.Why,
        diagnostic.Fix,
    };
}
