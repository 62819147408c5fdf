using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schedules;

public sealed class FailureBudgetTests
{
    [Theory]
    [InlineData("0", "", true)]
    [InlineData("0", "kvm1", false)]
    [InlineData("2", "kvm1 kvm3", true)]
    [InlineData("{ per_stage: 1, total: 2 }", "kvm1 kvm3", true)]
    [InlineData("{ per_stage: 1, total: 2 }", "kvm2 kvm3", false)]
    [InlineData("{ per_stage: 50%, total: 50% }", "kvm2", true)]
    [InlineData("{ per_stage: 50%, total: 50% }", "kvm1", false)]
    [InlineData("{ per_stage: 1 }", "kvm1 kvm3", true)]
    [InlineData("{ per_stage: 0, total: 2 }", "kvm3", false)]
    [InlineData("{ total: 1 }", "kvm2 kvm3", false)]
    public void A_budget_bounds_each_stage_and_the_play(string budget, string failed, bool within)
    {
        var play = Planned(budget);
        Assert.Equal(["kvm1", "kvm2 kvm3"], play.Stages.Select(stage => string.Join(' ', stage)));
        Assert.Equal(within, play.IsWithinBudget(failed.Split(' ').Contains));
    }

    [Theory]
    [InlineData("{}", "It says neither per_stage nor total.")]
    [InlineData("{ per_wave: 1 }", "'per_wave' is neither per_stage nor total.")]
    [InlineData("{ total: many }", "total: 'many' is neither a whole number")]
    [InlineData("101%", "more than all of them")]
    public void What_is_no_budget_is_told(string budget, string why)
    {
        using var folder = new RunbookFolder(Text(budget));
        folder.TryBind();
        var problem = Assert.Single(folder.Findings.Sorted);
        Assert.Contains(why, $"{problem.What} {problem.Why} {problem.Fix}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_refusal_of_a_plan_says_the_whole_budget()
    {
        using var folder = new RunbookFolder(Text("{ per_stage: 0, total: 2 }"));
        var refusal = Approval.Refusal(new HandMadeReadings().Unread("kvm3").Plan(folder.Bind()));
        Assert.Equal("host.unreachable", refusal?.Reason);
        Assert.Contains("allows 2 failed hosts, 0 in a stage (max_failed), and kvm3", refusal?.Explanation, StringComparison.Ordinal);
        Assert.EndsWith("kvm3 could not be read. kvm3 does not answer.", refusal?.Explanation, StringComparison.Ordinal);
    }

    private static PlanPlay Planned(string budget)
    {
        using var folder = new RunbookFolder(Text(budget));
        return new HandMadeReadings().Plan(folder.Bind()).Plays[0];
    }

    private static string Text(string budget) => $$"""
        plays:
          - hosts: kvm
            rollout: { stages: [1, 2] }
            max_failed: {{budget}}
            steps:
              - directory: { path: /srv/a }
        """;
}
