using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

/// <summary>What a reading told, in forms that tests compare.</summary>
internal static class Told
{
    public static string Text(Findings findings, string root = "") => string.Concat(findings.Sorted.Select(diagnostic => DiagnosticText.Render(diagnostic) + "\n\n")).Replace(root, "", StringComparison.Ordinal);

    /// <summary>One line each: <c>LMR253 1:5 what</c>.</summary>
    public static string[] Lines(Findings findings) => [.. findings.Sorted.Select(Line)];

    public static string Line(Diagnostic diagnostic) =>
        $"{diagnostic.Code} {(diagnostic.Span is { } span ? $"{span.Line}:{span.Column}" : "-")} {diagnostic.What}";

    /// <summary>Compares with a file; <c>LMR_ACCEPT=1</c> writes it instead.</summary>
    public static void Expect(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("LMR_ACCEPT") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "(no file)", actual);
    }
}
