using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class StepFixtureTests
{
    public static TheoryData<string> All => [.. StepFixture.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_host_answered_gives_the_expected_verdict(string name)
    {
        var fixture = StepFixture.Load(name);
        var findings = new Findings();
        var found = fixture.Bind(findings) is { } step ? VerdictText.Of(fixture.JudgedBy(step)) : VerdictText.Of(findings.Sorted);
        if (Environment.GetEnvironmentVariable("LMR_ACCEPT") == "1") fixture.Accept(found);
        else Assert.Equal(fixture.Expected, found);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_kind_keeps_the_laws(string name)
    {
        var fixture = StepFixture.Load(name);
        Assert.Contains(fixture.Tier, new[] { "host", "vm" });
        if (fixture.Bind(new Findings()) is not { } step) return;
        var kind = StepCatalogue.KindOf(step);
        Assert.Equal(step, StepCatalogue.FromJson(kind.Name, StepCatalogue.ToJson(step)));
        Assert.Equal(fixture.Questions(step).Count, fixture.Answers.Results.Count);
        StepLaws.Hold(step, fixture.Answers, fixture.Scene);
        if (step.Judge(fixture.Answers, fixture.Scene) is Verdict.Refused refused)
            Assert.All(refused.Reasons, refusal => Assert.Contains(refusal.Argument, kind.Arguments.Select(argument => (string?)argument.Name).Append(null)));
        if (step.Judge(fixture.Answers, fixture.Scene) is Verdict.Change { Planned: var change })
        {
            Assert.NotEmpty(change.Differences);
            Assert.Equal(change.Persist.Count > 0, change.Files.Count > 0 || change.UndoPersist.Count > 0);
            Assert.All(change.Files, file => Assert.StartsWith("/", file, StringComparison.Ordinal));
            // What a verification says that finds the host where the change began.
            var apart = step.ApartAnyhow(change.After, fixture.Answers, fixture.Scene);
            Assert.Equal(step.IsAt(change.After, fixture.Answers, fixture.Scene), apart is null);
            Assert.NotEqual("", apart);
            Assert.DoesNotContain("canary", apart ?? "", StringComparison.Ordinal);
        }
    }
}
