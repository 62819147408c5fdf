using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>In which form diagnostics leave the tool.</summary>
internal enum DiagnosticsForm
{
    Text,
    Json,
    Sarif,
}

/// <summary>Prints diagnostics: for people on standard error, for programs on standard output.</summary>
internal static class DiagnosticsView
{
    public static void Print(Findings findings, bool json) =>
        Print(findings, json && findings.HasErrors ? DiagnosticsForm.Json : DiagnosticsForm.Text);

    /// <summary>People are shown nothing where nothing is wrong; programs always get a whole document.</summary>
    public static void Print(Findings findings, DiagnosticsForm form, IReadOnlyList<PlanParked>? parked = null)
    {
        switch (form)
        {
            case DiagnosticsForm.Json: Console.Out.WriteLine(DiagnosticsJson.Of(findings, parked ?? [])); break;
            case DiagnosticsForm.Sarif: Console.Out.WriteLine(DiagnosticsSarif.Of(findings, Directory.GetCurrentDirectory(), Version)); break;
            default: PrintText(findings, parked ?? []); break;
        }
    }

    private static string Version => typeof(Findings).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static void PrintText(Findings findings, IReadOnlyList<PlanParked> parked)
    {
        foreach (var host in parked) Console.Error.WriteLine($"note: {ParkedText.Of(host.Name, host.Reason, host.Until)}.");
        var (shown, more) = findings.Foremost(DiagnosticsJson.Most);
        foreach (var diagnostic in shown) Console.Error.WriteLine(DiagnosticText.Render(diagnostic).TrimEnd() + "\n");
        if (more > 0) Console.Error.WriteLine($"{more} more are not shown.");
        var errors = findings.Sorted.Count(diagnostic => diagnostic.Severity == Severity.Error);
        if (errors > 0) Console.Error.WriteLine($"{errors} {(errors == 1 ? "error" : "errors")}; no host was asked.");
    }
}
