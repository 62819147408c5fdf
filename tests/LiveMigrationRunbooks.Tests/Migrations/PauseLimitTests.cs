using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

public sealed class PauseLimitTests
{
    [Fact]
    public void It_rises_step_by_step_to_the_ceiling_and_never_above()
    {
        foreach (var policy in MigrationPolicy.Shipped)
        {
            List<int> steps = [policy.PauseStartMs];
            while (policy.PauseAfter(steps[^1]) is { } next) steps.Add(next);

            Assert.Equal(policy.PauseCeilingMs, steps[^1]);
            Assert.Equal(steps.Distinct().Order(), steps);
            Assert.True(steps.Count > 2, policy.Name);
        }
        Assert.Equal(2, (MigrationPolicy.Balanced with { PauseStartMs = 1, PauseCeilingMs = 2 }).PauseAfter(1));
    }

    [Fact]
    public void A_step_needs_another_pass_and_ten_seconds()
    {
        var pause = new PauseLimit(MigrationPolicy.Balanced);
        Assert.Equal((300, false), (pause.Take(), pause.IsRaised));

        Assert.False(pause.See(null, TimeSpan.FromSeconds(60)));
        Assert.False(pause.See(1, TimeSpan.FromSeconds(60)));
        Assert.False(pause.See(5, TimeSpan.FromSeconds(9)));
        Assert.True(pause.See(5, TimeSpan.FromSeconds(10)));
        Assert.False(pause.See(6, TimeSpan.FromSeconds(19)));
        Assert.False(pause.See(5, TimeSpan.FromSeconds(30)));
        Assert.True(pause.IsRaised);
        Assert.Equal((450, false), (pause.Take(), pause.IsRaised));
        Assert.True(pause.See(6, TimeSpan.FromSeconds(30)));
    }
}
