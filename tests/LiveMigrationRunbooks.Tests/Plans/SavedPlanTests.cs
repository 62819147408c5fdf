using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>The file of a saved plan: what it keeps, and everything that can be wrong with it.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly RunbookFolder _folder = new("plays: [{ hosts: kvm, steps: [{ directory: { path: /srv/a } }] }]");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_for_its_owner_and_reads_as_it_was_written()
    {
        var plan = Plan();
        SavedPlan.Save(Path, plan);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.True(SavedPlan.Is(Path));
        Assert.False(SavedPlan.Is(_folder.At("runbook.yml")));
        Assert.Equal([], Told());
        Assert.Equal(PlanFile.Write(plan), PlanFile.Write(SavedPlan.Read(Path, new Findings())!.Plan));
        Assert.Equal(["hosts.yml", "plan.json", "runbook.yml"], Directory.GetFiles(_folder.Root).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Truncated_anywhere_it_is_still_known_for_what_it_was_and_refused()
    {
        SavedPlan.Save(Path, Plan());
        var whole = File.ReadAllText(Path);
        foreach (var length in Enumerable.Range(1, 19).Select(part => whole.Length * part / 20))
        {
            File.WriteAllText(Path, whole[..length]);
            Assert.True(SavedPlan.Is(Path));
            Assert.Equal("LMR472", Assert.Single(Told()).Split(' ')[0]);
        }
    }

    [Theory]
    [InlineData("\"host\": \"kvm1\"", "\"host\": \"kvm2\"", "LMR473")]
    [InlineData("\"name\": \"runbook\"", "\"name\":  \"runbook\"", "LMR473")]
    [InlineData("\"digest\": \"", "\"digest\": \"0", "LMR473")]
    [InlineData("\"format\": 1", "\"format\": 1, \"format\": 1", "LMR472")]
    [InlineData("\"format\": 1", "\"format\": NaN", "LMR472")]
    [InlineData("\"lmr_plan\": 1", "\"lmr_plan\": 2", "LMR941")]
    [InlineData("\"lmr_plan\": 1", "\"lmr_plan\": 1e999", "LMR472")]
    [InlineData("\"lmr_plan\": 1", "\"lmr_plan\": \"one\"", "LMR472")]
    [InlineData("\"plan\":", "\"plans\":", "LMR472")]
    public void A_file_that_was_changed_is_refused(string what, string by, string code)
    {
        SavedPlan.Save(Path, Plan());
        var whole = File.ReadAllText(Path);
        var at = whole.IndexOf(what, StringComparison.Ordinal);
        File.WriteAllText(Path, whole[..at] + by + whole[(at + what.Length)..]);

        Assert.Equal(code, Assert.Single(Told()).Split(' ')[0]);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "LMR941")]
    [InlineData("\"format\": 1", "\"format\": 1e999", "LMR472")]
    [InlineData("\"name\": \"runbook\"", "\"name\": \"\\ud800\"", "LMR472")]
    [InlineData("\"max_failed\": 0", "\"max_failed\": 1e400", "LMR472")]
    [InlineData("\"deed\": \"change\"", "\"deed\": \"dance\"", "LMR472")]
    [InlineData("\"valid_until\": \"2026-11-22T12:00:00+00:00\"", "\"valid_until\": null", "LMR472")]
    public void Also_with_a_digest_that_fits(string what, string by, string code)
    {
        var text = PlanFile.Write(Plan());
        Assert.Contains(what, text, StringComparison.Ordinal);
        text = text.Replace(what, by, StringComparison.Ordinal);
        File.WriteAllText(Path, $$"""{ "lmr_plan": 1, "digest": "{{PlanFile.DigestOf(text)}}", "plan": {{text}} }""");

        Assert.Equal(code, Assert.Single(Told()).Split(' ')[0]);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(23 * 60, null)]
    [InlineData(-4, null)]
    [InlineData(24 * 60, "LMR474")]
    [InlineData(-6, "LMR940")]
    public void It_is_valid_for_a_while_and_from_when_it_was_made(int minutes, string? code)
    {
        SavedPlan.Save(Path, Plan());
        var findings = new Findings();
        SavedPlan.Read(Path, findings)!.CheckTime(Path, s_now.AddMinutes(minutes), findings);

        Assert.Equal(code, findings.Sorted.SingleOrDefault()?.Code);
    }

    [Fact]
    public void A_member_that_this_version_does_not_know_is_read_over()
    {
        var tree = JsonNode.Parse(PlanFile.Write(Plan()))!.AsObject();
        tree["added_later"] = 1;
        var text = tree.ToJsonString();
        File.WriteAllText(Path, $$"""{ "lmr_plan": 1, "digest": "{{PlanFile.DigestOf(text)}}", "plan": {{text}} }""");

        Assert.Equal([], Told());
    }

    private string Path => _folder.At("plan.json");

    private string[] Told()
    {
        var findings = new Findings();
        Assert.Equal(SavedPlan.Read(Path, findings) is null, findings.HasErrors);
        return [.. findings.Sorted.Select(finding => $"{finding.Code} {finding.What}")];
    }

    private Plan Plan() => new HandMadeReadings().Plan(_folder.Bind()) with
    {
        Source = new PlanSource("1.0", "runbook.yml", ["hosts.yml"], null, [], [], [], [], ValueMap<string>.Empty, null, s_now) { ValidUntil = s_now.AddHours(24) },
    };
}
