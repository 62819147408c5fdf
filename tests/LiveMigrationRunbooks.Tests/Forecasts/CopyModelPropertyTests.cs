using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt.Sampling;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>What holds of every forecast, tried on questions drawn from a fixed seed: from nothing to a TiB, from still to busier than any link.</summary>
public sealed class CopyModelPropertyTests
{
    private const int Tries = 4000;
    private static readonly CopyTerms s_plain = new(CopyMode.PreCopy, [0.3], 3600);

    [Fact]
    public void More_memory_and_faster_writing_take_longer_and_a_faster_link_less() => Drawn((random, at) =>
    {
        var (memory, dirty, hot, speed) = (Size(random), Size(random), Size(random), Size(random) + 1);
        var more = 1 + random.NextDouble();
        var seconds = Seconds(memory, dirty, hot, speed);
        Assert.True(Seconds(memory * more, dirty, hot, speed) >= seconds - 1e-6, at);
        Assert.True(Seconds(memory, dirty * more, hot, speed) >= seconds - 1e-6, at);
        Assert.True(Seconds(memory, dirty, hot * more, speed) >= seconds - 1e-6, at);
        Assert.True(Seconds(memory, dirty, hot, speed * more) <= seconds + 1e-6, at);
    });

    [Fact]
    public void What_leaves_over_a_link_leaves_over_a_faster_one() => Drawn((random, at) =>
    {
        var (memory, dirty, hot, speed) = (Size(random), Size(random), Size(random), Size(random) + 1);
        if (Run(memory, dirty, hot, speed).Ends) Assert.True(Run(memory, dirty, hot, speed * (1 + random.NextDouble())).Ends, at);
    });

    [Fact]
    public void Every_course_has_numbers_within_its_deadline() => Drawn((random, at) =>
    {
        var terms = new CopyTerms((CopyMode)random.Next(3), [0.1, 0.15, 0.9], 1800, random.Next(2) == 0);
        var course = CopyModel.Run(new CopyLoad(Size(random), DirtyCurve.Of(Size(random), Size(random))), new CopyPath(Size(random) + 1, random.NextDouble(), random.NextDouble()), terms);
        foreach (var number in new[] { course.Bytes, course.Seconds, course.PauseSeconds, course.Throttle, course.DegradedSeconds })
            Assert.True(double.IsFinite(number) && number >= 0, at);
        // What follows a guest that has left is not called off.
        Assert.True(terms.Mode == CopyMode.PostCopy || course.LeavesSeconds <= 1800 + 1, at);
    });

    [Fact]
    public void Hybrid_sends_each_page_twice_at_most_and_stands_still_no_longer_than_pre_copy_may() => Drawn((random, at) =>
    {
        var (memory, dirty, hot, speed) = (Size(random), Size(random), Size(random), Size(random) + 1);
        var course = CopyModel.Run(new CopyLoad(memory, DirtyCurve.Of(dirty, hot)), new CopyPath(speed, 0.5, 0.1), new CopyTerms(CopyMode.Hybrid, [0.3], 1e30));
        Assert.True(course.Ends, at);
        Assert.True(course.Bytes <= 2 * memory * (1 + 1e-9), at);
        Assert.True(course.PauseSeconds <= 0.4 + 1e-9, at);
        Assert.Equal(course.Seconds, course.LeavesSeconds + course.DegradedSeconds, 1e-6 * (1 + course.Seconds));
    });

    [Fact]
    public void Where_it_may_leave_when_it_stalls_a_move_ends_unless_its_deadline_comes_first() => Drawn((random, at) =>
    {
        var terms = new CopyTerms(CopyMode.PreCopy, [0.1, 0.15, 0.9], 1800, random.Next(2) == 0) { StallSeconds = 40, TickSeconds = 0.1, LeavesWhenStalled = true };
        var course = CopyModel.Run(new CopyLoad(Size(random), DirtyCurve.Of(Size(random), Size(random))), new CopyPath(Size(random) + 1, 0.5, 0.1), terms);
        Assert.True(course.Ends ? course.LeavesSeconds <= 1801 : course.Seconds >= 1800 - 1e-6, at);
    });

    [Fact]
    public void Every_band_holds_what_is_likely_and_is_the_right_way_round() => Drawn((random, at) =>
    {
        ValueList<DirtySample> samples = [.. Enumerable.Range(0, random.Next(5)).Select(_ => new DirtySample(random.Next(1, 61), random.Next(3000), random.Next(100_000), "page-sampling"))];
        var memory = new GuestMemory(random.Next(1 << 28), random.Next(1 << 28), random.Next(3) == 0 ? null : random.Next(1 << 28), samples, random.Next(2) == 0);
        var link = (random.Next(3) == 0 ? LinkEstimate.Unknown : LinkEstimate.Of(random.NextInt64(1, 1L << 35), "test")).Limited(random.Next(2) == 0 ? null : random.NextInt64(1 << 20, 1L << 35));
        var terms = new CopyTerms(CopyMode.PreCopy, [0.1, 0.15, 0.9], 1800, random.Next(2) == 0);
        var forecast = Forecaster.Make(memory, random.Next(1 << 28), link, terms);
        foreach (var band in new[] { forecast.Bytes, forecast.DurationMs, forecast.PauseMs })
            Assert.True(band.Low >= 0 && band.Low <= band.Likely && band.Likely <= band.High && band.Holds(band.Likely), $"{at}: {forecast}");
        Assert.True(forecast.Converges == Convergence.Unknown == (forecast.Source == ForecastSource.None), at);
    });

    [Fact]
    public void The_same_holds_of_passes_that_are_not_sent_to_their_end() => Drawn((random, at) =>
    {
        var (memory, dirty, hot, speed) = (Size(random), Size(random), Size(random), Size(random) + 1);
        var course = Ticking(memory, dirty, hot, speed);
        Assert.True(double.IsFinite(course.Seconds) && course.Seconds <= 3600 && course.PauseSeconds >= 0, at);
        // Nothing is sent twice that the textbook would not send twice.
        if (Run(memory, dirty, hot, speed).Ends) Assert.True(course.Ends, at);
    });

    private static CopyCourse Ticking(double memory, double dirty, double hot, double speed) =>
        CopyModel.Run(new CopyLoad(memory, DirtyCurve.Of(dirty, hot)), new CopyPath(speed, 0.5, 0.1), s_plain with { TickSeconds = 0.1 });

    private static double Seconds(double memory, double dirty, double hot, double speed) => Run(memory, dirty, hot, speed).Seconds;

    private static CopyCourse Run(double memory, double dirty, double hot, double speed) =>
        CopyModel.Run(new CopyLoad(memory, DirtyCurve.Of(dirty, hot)), new CopyPath(speed, 0.5, 0.1), s_plain);

    // Bytes, or bytes a second: all orders of magnitude alike, and nothing at all.
    private static double Size(Random random) => random.Next(20) == 0 ? 0 : Math.Pow(2, random.NextDouble() * 40);

    private static void Drawn(Action<Random, string> holds)
    {
        for (var seed = 0; seed < Tries; seed++) holds(new Random(seed), $"seed {seed}");
    }
}
