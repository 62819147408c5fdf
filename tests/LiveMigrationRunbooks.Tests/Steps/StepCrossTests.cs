using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>
/// Whatever a runbook gives and whatever a host answers: every kind comes to a verdict and keeps the laws, also where the two were never seen
/// together. All arguments of a kind's fixtures meet all answers to the same questions.
/// </summary>
public sealed class StepCrossTests
{
    public static TheoryData<string> Kinds => [.. StepCatalogue.Kinds.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_arguments_meet_any_host(string kind)
    {
        var fixtures = StepFixture.Names.Where(name => Path.GetDirectoryName(name) == kind).Select(StepFixture.Load).ToList();
        var bound = fixtures.Select(fixture => (Fixture: fixture, Step: fixture.Bind(new Findings()))).ToList();
        var met = 0;
        foreach (var step in bound.Select(each => each.Step).OfType<Step>())
        {
            foreach (var (host, own) in bound)
            {
                var scene = host.Scene;
                if (own is null || !host.Questions(step).Equals(host.Questions(own))) continue;
                met++;
                var verdict = step.Judge(host.Answers, scene);
                StepLaws.Hold(step, host.Answers, scene);
                if (verdict is not Verdict.Change { Planned: var change }) continue;
                Assert.True(step.IsAt(change.Before, host.Answers, scene), $"{host.Path}: the host is not at what was read of it");
                Assert.True(change.Commands.Count > 0 || change.Differences.Count > 0, $"{host.Path}: a change that changes nothing");
            }
        }
        Assert.True(met >= bound.Count(each => each.Step is not null), $"only {met} met");
    }
}
