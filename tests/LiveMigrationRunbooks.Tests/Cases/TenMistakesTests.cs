using System.Text.Json;
using LiveMigrationRunbooks.Tests.Cli;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cases;

/// <summary>Ten mistakes of ten kinds are told in one go, each at its place, before anything is connected to.</summary>
public sealed class TenMistakesTests
{
    private static readonly string[] s_expected =
    [
        "LMR031 7:5", "LMR050 8:35", "LMR205 11:9", "LMR253 13:32", "LMR304 15:39", "LMR305 17:39", "LMR303 19:9", "LMR208 22:17", "LMR214 24:9", "LMR160 29:12",
    ];

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("apply")]
    public void They_are_ten_with_their_places_and_nobody_is_asked(string verb)
    {
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(Repository.TestPath("Cases", "ten-mistakes"), verb, "runbook.yml", "-i", "inventory.yml", "--json");

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Empty(lmr.SshCalls);
        using var json = JsonDocument.Parse(said);
        Assert.Equal(s_expected, json.RootElement.GetProperty("diagnostics").EnumerateArray().Select(Told));
        Assert.All(json.RootElement.GetProperty("diagnostics").EnumerateArray(), each => Assert.Equal(
            ["code", "severity", "file", "line", "column", "what", "why", "fix"], each.EnumerateObject().Select(member => member.Name)));
    }

    private static string Told(JsonElement problem) =>
        $"{problem.GetProperty("code")} {problem.GetProperty("line")}:{problem.GetProperty("column")}";
}
