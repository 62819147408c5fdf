using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a code means whatever the file: <c>…</c> stands for what the file holds.</summary>
public sealed record DiagnosticRule(string Code, string Family, string Level, string What, string Why, string Fix);

/// <summary>All codes, from the generated list that ships inside of the library.</summary>
public static class DiagnosticsCatalogue
{
    private static readonly Lazy<IReadOnlyDictionary<string, DiagnosticRule>> s_rules = new(Read);

    public static IReadOnlyDictionary<string, DiagnosticRule> Rules => s_rules.Value;

    /// <summary>The rule of a diagnostic; one that is not in the list yet speaks for itself.</summary>
    public static DiagnosticRule Of(Diagnostic diagnostic) => Rules.GetValueOrDefault(diagnostic.Code)
        ?? new DiagnosticRule(diagnostic.Code, "", diagnostic.Severity == Severity.Error ? "error" : "warning", diagnostic.What, diagnostic.Why, diagnostic.Fix);

    private static Dictionary<string, DiagnosticRule> Read()
    {
        var rules = new Dictionary<string, DiagnosticRule>(StringComparer.Ordinal);
        using var stream = typeof(DiagnosticsCatalogue).Assembly.GetManifestResourceStream("diagnostics.md")
            ?? throw new InvalidOperationException("diagnostics.md is not part of the library.");
        using var reader = new StreamReader(stream);
        var family = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) family = line[3..];
            if (!line.StartsWith("| LMR", StringComparison.Ordinal)) continue;
            var cells = line.Replace("\\|", "\0", StringComparison.Ordinal).Trim('|', ' ').Split(" | ");
            var text = cells.Select(cell => cell.Replace('\0', '|').Replace("&lt;", "<", StringComparison.Ordinal).Trim()).ToArray();
            if (text.Length == 5) rules[text[0]] = new DiagnosticRule(text[0], family, text[1], text[2], text[3], text[4]);
        }
        return rules;
    }
}
