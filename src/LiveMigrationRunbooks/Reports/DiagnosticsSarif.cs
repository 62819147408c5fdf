using System.Text.Json;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Reports;

/// <summary>
/// Diagnostics as SARIF 2.1.0, the form in which code reviews and editors take the results of checkers. All of them: whoever reads it
/// filters for himself.
/// </summary>
public static class DiagnosticsSarif
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="root">The folder that paths are told relative to: where the tool was started.</param>
    public static string Of(Findings findings, string root, string version)
    {
        var all = findings.Sorted;
        var rules = all.Select(DiagnosticsCatalogue.Of).DistinctBy(rule => rule.Code).OrderBy(rule => rule.Code, StringComparer.Ordinal).ToList();
        var driver = new JsonObject
        {
            ["name"] = "lmr",
            ["fullName"] = "LiveMigrationRunbooks",
            ["semanticVersion"] = version,
            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
        };
        var run = new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = driver },
            ["columnKind"] = "utf16CodeUnits",
            ["invocations"] = new JsonArray(new JsonObject { ["executionSuccessful"] = true, ["exitCode"] = findings.HasErrors ? 1 : 0 }),
            ["results"] = new JsonArray([.. all.Select(each => Result(each, rules.FindIndex(rule => rule.Code == each.Code), root))]),
        };
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        }.ToJsonString(s_options);
    }

    private static JsonNode Rule(DiagnosticRule rule) => new JsonObject
    {
        ["id"] = rule.Code,
        ["shortDescription"] = Text(rule.What),
        ["fullDescription"] = Text($"{rule.What} {rule.Why}"),
        ["help"] = Text(rule.Fix),
        ["defaultConfiguration"] = new JsonObject { ["level"] = rule.Level },
        ["properties"] = new JsonObject { ["tags"] = new JsonArray(rule.Family.ToLowerInvariant()) },
    };

    private static JsonNode Result(Diagnostic diagnostic, int rule, string root)
    {
        var result = new JsonObject
        {
            ["ruleId"] = diagnostic.Code,
            ["ruleIndex"] = rule,
            ["level"] = diagnostic.Severity == Severity.Error ? "error" : "warning",
            ["message"] = Text(string.Join(' ', new[] { diagnostic.What, diagnostic.Why, diagnostic.Fix }.Where(sentence => sentence.Length > 0))),
        };
        if (diagnostic.Span is { } span) result["locations"] = new JsonArray(Location(span, root));
        return result;
    }

    private static JsonNode Location(SourceSpan span, string root)
    {
        // What stood on the command line, as '-e mtu', is in no file.
        if (span.File.Path.StartsWith('-'))
            return new JsonObject { ["logicalLocations"] = new JsonArray(new JsonObject { ["name"] = span.File.Path, ["kind"] = "parameter" }) };
        var (startLine, startColumn) = span.File.At(span.Start);
        var (endLine, endColumn) = span.File.At(Math.Min(span.File.Text.Length, span.Start + span.Length));
        return new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = Uri(span.File.Path, root) },
                ["region"] = new JsonObject
                {
                    ["startLine"] = startLine,
                    ["startColumn"] = startColumn,
                    ["endLine"] = endLine,
                    ["endColumn"] = endColumn,
                },
            },
        };
    }

    /// <summary>Relative to the root where it is inside, so that the result means the same files on another machine.</summary>
    private static string Uri(string path, string root)
    {
        var full = Path.GetFullPath(path, root);
        var relative = Path.GetRelativePath(root, full);
        var outside = relative == ".." || relative.StartsWith("../", StringComparison.Ordinal);
        var escaped = string.Join('/', (outside ? full : relative).Split('/').Select(System.Uri.EscapeDataString));
        return outside ? "file://" + escaped : escaped;
    }

    private static JsonObject Text(string text) => new() { ["text"] = text };
}
