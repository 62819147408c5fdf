using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class WindowWatchTests
{
    [Fact]
    public void Without_a_window_nothing_ends()
    {
        using var run = new OpenRun();
        var watch = new WindowWatch(null, run.Record, run);

        Assert.False(watch.HasEnded());
        Assert.False(watch.StoppedSomething);
    }

    [Fact]
    public void When_the_clock_reaches_its_end_whoever_would_begin_is_stopped_and_it_is_told_once()
    {
        using var run = new OpenRun();
        var watch = new WindowWatch(Open(run, TimeSpan.FromHours(1)), run.Record, run);
        Assert.False(watch.HasEnded());

        run.Now += TimeSpan.FromHours(1);
        Assert.False(watch.StoppedSomething);
        Assert.True(watch.HasEnded());
        Assert.True(watch.HasEnded());
        Assert.True(watch.StoppedSomething);
        Assert.Single(run.Told);
    }

    [Fact]
    public async Task A_soak_that_the_window_does_not_outlast_is_not_waited_for_and_nothing_comes_after_it()
    {
        using var run = new OpenRun();
        var watch = new WindowWatch(Open(run, TimeSpan.FromMinutes(5)), run.Record, run);

        // The clock stands: a soak that was waited for would never end.
        await watch.SoakAsync(TimeSpan.FromMinutes(5), "", CancellationToken.None);

        Assert.False(watch.StoppedSomething);
        Assert.True(watch.HasEnded());
    }

    [Fact]
    public async Task A_soak_within_the_window_is_waited_for_until_somebody_stops_it()
    {
        using var run = new OpenRun();
        using var stop = new CancellationTokenSource();
        var watch = new WindowWatch(Open(run, TimeSpan.FromHours(1)), run.Record, run);
        var soak = watch.SoakAsync(TimeSpan.FromMinutes(5), "wave canary is done: ", stop.Token);
        Assert.False(soak.IsCompleted);

        await stop.CancelAsync();
        await soak;

        Assert.Equal(["wave canary is done: soaking for 5m"], run.Told);
        Assert.False(watch.HasEnded());
    }

    [Fact]
    public void A_run_that_does_not_keep_to_the_window_is_not_stopped_by_it()
    {
        using var run = new OpenRun();
        var watch = new WindowWatch(Open(run, TimeSpan.Zero) with { Outside = true }, run.Record, run);

        Assert.False(watch.HasEnded());
    }

    private static PlanWindow Open(OpenRun run, TimeSpan left) => new("UTC", true, run.Now + left, null);
}
