using LiveMigrationRunbooks.Runs.Claiming;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class ClaimWaitTests
{
    private readonly SkippingTime _time = new();

    [Theory]
    [InlineData("claim.held", true)]
    [InlineData("lock.held", true)]
    [InlineData("claim.reserved", true)]
    [InlineData("claim.epoch", false)]
    [InlineData("host.lost", false)]
    public void Only_what_may_pass_is_waited_for(string reason, bool helps) => Assert.Equal(helps, new ClaimWait(TimeSpan.FromMinutes(5), _ => { }, _time).Helps(reason));

    [Fact]
    public void Without_patience_nobody_is_waited_for() => Assert.False(ClaimWait.None(_time).Helps("claim.held"));

    [Fact]
    public async Task The_time_is_that_of_the_whole_run_and_whom_it_waits_for_is_said_when_it_is_somebody_else()
    {
        var told = new List<string>();
        var wait = new ClaimWait(TimeSpan.FromSeconds(10), told.Add, _time);
        var pauses = 0;
        for (; wait.Helps("claim.held"); pauses++) await wait.PauseAsync(pauses < 3 ? "kvm1 belongs to run a." : "kvm2 belongs to run b.", default);

        Assert.Equal(10, _time.Waited.Sum(each => each.TotalSeconds));
        Assert.Equal(5, pauses);
        Assert.Equal(["kvm1 belongs to run a. Waiting, at most 10s.", "kvm2 belongs to run b. Waiting, at most 10s."], told);
    }
}
