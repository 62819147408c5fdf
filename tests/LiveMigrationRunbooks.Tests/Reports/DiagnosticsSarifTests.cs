using System.Text.Json;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Tests.Rooms;
using NJsonSchema;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Reports;

public sealed class DiagnosticsSarifTests
{
    private static string Schema => Repository.TestPath("Reports", "sarif-2.1.0-essentials.schema.json");

    [Fact]
    public async Task The_command_line_gives_what_the_standard_wants()
    {
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(Repository.TestPath("Cases", "ten-mistakes"), "validate", "runbook.yml", "-i", "inventory.yml", "--output", "sarif");

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Empty((await JsonSchema.FromFileAsync(Schema)).Validate(said));
        using var json = JsonDocument.Parse(said);
        var run = json.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(10, results.Count);
        Assert.All(results, result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]));
        Assert.All(results, result => Assert.Equal("runbook.yml", Place(result).GetProperty("artifactLocation").GetProperty("uri").GetString()));
        var region = Place(results[0]).GetProperty("region");
        Assert.Equal([7, 5, 7, 11], ((string[])["startLine", "startColumn", "endLine", "endColumn"]).Select(name => region.GetProperty(name).GetInt32()));
    }

    [Fact]
    public async Task A_sound_folder_gives_a_document_without_results()
    {
        var said = DiagnosticsSarif.Of(new Findings(), "/srv", "1.2.3");
        Assert.Empty((await JsonSchema.FromFileAsync(Schema)).Validate(said));
        using var json = JsonDocument.Parse(said);
        Assert.Equal(0, json.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [Theory]
    [InlineData("/srv/hosts/a b.yml", "hosts/a%20b.yml")]
    [InlineData("hosts/ä#1.yml", "hosts/%C3%A4%231.yml")]
    [InlineData("../x.yml", "file:///x.yml")]
    public void A_path_is_told_relative_to_where_the_tool_was_started(string path, string uri)
    {
        var findings = new Findings();
        findings.Add(new Diagnostic("LMR031", Severity.Error, new SourceSpan(new SourceFile(path, "a😀b"), 1, 2), "What.", "Why.", "Fix."));
        using var json = JsonDocument.Parse(DiagnosticsSarif.Of(findings, "/srv", "1.2.3"));
        var place = Place(json.RootElement.GetProperty("runs")[0].GetProperty("results")[0]);

        Assert.Equal(uri, place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal((2, 4), (place.GetProperty("region").GetProperty("startColumn").GetInt32(), place.GetProperty("region").GetProperty("endColumn").GetInt32()));
    }

    [Fact]
    public void What_stood_on_the_command_line_is_in_no_file()
    {
        var findings = new Findings();
        findings.Add(new Diagnostic("LMR023", Severity.Error, new SourceSpan(new SourceFile("-e mtu", "x"), 0, 1), "What.", "Why.", "Fix."));
        Assert.DoesNotContain("artifactLocation", DiagnosticsSarif.Of(findings, "/srv", "1.2.3"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_knows_every_code_with_what_why_and_remedy()
    {
        Assert.Equal(ProblemSources.All.Select(problem => problem.Code).Order(StringComparer.Ordinal), DiagnosticsCatalogue.Rules.Keys.Order(StringComparer.Ordinal));
        Assert.All(DiagnosticsCatalogue.Rules.Values, rule => Assert.True(rule.What.Length > 0 && rule.Why.Length > 0 && rule.Fix.Length > 0, rule.Code));
    }

    private static JsonElement Place(JsonElement result) => result.GetProperty("locations")[0].GetProperty("physicalLocation");
}
