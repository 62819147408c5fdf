using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>Prints diagnostics: for people on standard error, as JSON on standard output. At most fifty, and how many more there are.</summary>
internal static class DiagnosticsView
{
    private const int Most = 50;

    public static void Print(Findings findings, bool json)
    {
        var all = findings.Sorted;
        if (all.Count == 0) return;
        if (json)
        {
            if (findings.HasErrors) Console.Out.WriteLine(ResultJson.Of(new { Format = 1, Diagnostics = all.Select(Flat) }));
            return;
        }
        foreach (var diagnostic in all.Take(Most)) Console.Error.WriteLine(DiagnosticText.Render(diagnostic).TrimEnd() + "\n");
        if (all.Count > Most) Console.Error.WriteLine($"{all.Count - Most} more are not shown.");
        var errors = all.Count(diagnostic => diagnostic.Severity == Severity.Error);
        if (errors > 0) Console.Error.WriteLine($"{errors} {(errors == 1 ? "error" : "errors")}; no host was asked.");
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
