using LiveMigrationRunbooks.Forecasts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>The model on worked numbers: pauses up to 300 ms, nothing for set-up and switch. MiB and MiB/s.</summary>
public sealed class CopyModelTests
{
    private static readonly CopyTerms s_terms = CopyTerms.Plain(CopyMode.PreCopy, 0.3);

    [Theory]
    [InlineData(16, 100, 1100, 2, 16.2, 123)]
    [InlineData(16, 600, 1100, 7, 32.3, 214)]
    [InlineData(16, 900, 1100, 20, 80.4, 269)]
    [InlineData(16, 1000, 1100, 41, 160.6, 299)]
    [InlineData(64, 400, 1100, 6, 93.4, 138)]
    [InlineData(512, 400, 1100, 8, 749, 146)]
    public void A_move_that_converges(int memoryGib, double dirty, double speed, int passes, double seconds, double pauseMs)
    {
        var course = Run(memoryGib * 1024, DirtyCurve.Of(dirty), speed);

        Assert.True(course.Ends);
        Assert.Equal(passes, course.Passes);
        // The table counts the time until the pause.
        Assert.Equal(seconds, course.Seconds - course.PauseSeconds, seconds * 0.005);
        Assert.Equal(pauseMs, course.PauseSeconds * 1000, 1.0);
        var ratio = dirty / speed;
        Assert.Equal(memoryGib * 1024 * (1 - Math.Pow(ratio, passes + 1)) / (1 - ratio), course.Bytes, course.Bytes * 1e-9);
    }

    [Fact]
    public void Little_faster_than_it_writes_a_guest_is_sent_ten_times() =>
        Assert.Equal(177_000, Run(16 * 1024, DirtyCurve.Of(1000), 1100).Bytes, 500.0);

    [Theory]
    [InlineData(16, 2000, 1100)]
    [InlineData(64, 400, 110)]
    public void A_guest_that_writes_faster_than_the_link_never_leaves(int memoryGib, double dirty, double speed) =>
        Assert.False(Run(memoryGib * 1024, DirtyCurve.Of(dirty), speed).Ends);

    [Theory]
    [InlineData(329, true)]
    [InlineData(331, false)]
    public void Unless_all_that_it_writes_to_fits_into_the_pause(double hot, bool ends) =>
        Assert.Equal(ends, Run(16 * 1024, DirtyCurve.Of(2000, hot), 1100).Ends);

    [Fact]
    public void Two_guests_that_leave_together_over_one_link_may_both_stay()
    {
        Assert.Equal(32.5, Run(16 * 1024, DirtyCurve.Of(600), 1100).Seconds, 0.1);
        Assert.False(Run(16 * 1024, DirtyCurve.Of(600), 550).Ends);
    }

    [Fact]
    public void Post_copy_ends_always_and_sends_everything_once()
    {
        var course = CopyModel.Run(new CopyLoad(16 * 1024, DirtyCurve.Of(2000)), new CopyPath(1100, 0, 0.1), CopyTerms.Plain(CopyMode.PostCopy, 0.3));

        Assert.True(course.Ends);
        Assert.Equal((16 * 1024, 0.1), (course.Bytes, course.PauseSeconds));
        Assert.Equal(14.9, course.DegradedSeconds, 0.01);
    }

    [Fact]
    public void Hybrid_sends_at_most_twice_what_there_is()
    {
        var course = CopyModel.Run(new CopyLoad(16 * 1024, DirtyCurve.Of(5000)), new CopyPath(1100, 0, 0.1), CopyTerms.Plain(CopyMode.Hybrid, 0.3));

        Assert.True(course.Ends);
        Assert.Equal(2 * 16 * 1024, course.Bytes);
        Assert.Equal((2 * 16 * 1024 / 1100.0) + 0.1, course.Seconds, 1e-6);
    }

    [Fact]
    public void A_guest_that_is_slowed_down_leaves_after_all()
    {
        var terms = s_terms with { AutoConverge = true };

        var slowed = Run(16 * 1024, DirtyCurve.Of(2000), 1100, terms);

        Assert.True(slowed.Ends);
        Assert.True((1 - slowed.Throttle) * 2000 < 1100, $"{slowed.Throttle}");
        Assert.Equal(0, Run(16 * 1024, DirtyCurve.Of(500), 1100, terms).Throttle);
    }

    [Fact]
    public void A_longer_pause_is_allowed_after_a_while()
    {
        var gentle = new CopyTerms(CopyMode.PreCopy, [0.1], 1800);

        Assert.False(Run(4096, DirtyCurve.Of(800, 200), 400, gentle).Ends);
        var course = Run(4096, DirtyCurve.Of(800, 200), 400, gentle with { Pauses = [0.1, 0.3, 0.6] });
        Assert.True(course.Ends);
        Assert.Equal(0.5, course.PauseSeconds, 1e-9);
    }

    [Fact]
    public void A_move_that_comes_no_closer_to_its_end_is_called_off()
    {
        var course = Run(1100, DirtyCurve.Of(2000), 1100, s_terms with { DeadlineSeconds = 1800, StallSeconds = 40 });

        Assert.Equal((false, 41), (course.Ends, course.Seconds));
        Assert.True(Run(1100, DirtyCurve.Of(1000), 1100, s_terms with { DeadlineSeconds = 1800, StallSeconds = 40 }).Ends);
    }

    [Fact]
    public void Past_its_deadline_a_move_is_cancelled()
    {
        var course = Run(16 * 1024, DirtyCurve.Of(900), 1100, s_terms with { DeadlineSeconds = 60 });

        Assert.Equal((false, 60, 66_000), (course.Ends, course.Seconds, course.Bytes));
    }

    // What the first pass sent, what was written to again and again, how fast, the limit of the link, and QEMU's own total-time: emulated guests on QEMU 7.2.
    [Theory]
    [InlineData(669, 100, 20, 60, 14.1)]
    [InlineData(436, 64, 40, 60, 9.5)]
    [InlineData(622, 150, 30, 40, 32.0)]
    [InlineData(425, 48, 20, 24, 29.6)]
    [InlineData(410, 40, 10, 40, 11.9)]
    [InlineData(772, 100, 30, 60, 16.2)]
    public void Moves_that_were_measured_took_as_long_as_that(double memory, double hot, double dirty, double link, double seconds)
    {
        // Its kernel and shell write to some 8 MiB too.
        var path = new CopyPath(0.98 * link, 0, 0.05) { PauseBytesPerSecond = 1000 };
        var course = CopyModel.Run(new CopyLoad(memory, DirtyCurve.Of(dirty, hot + 8)), path, s_terms with { TickSeconds = 0.1 });

        Assert.True(course.Ends);
        Assert.InRange(course.Seconds / seconds, 0.92, 1.08);
    }

    [Fact]
    public void A_guest_that_writes_over_what_is_left_of_a_pass_leaves_though_it_writes_faster_than_the_link()
    {
        var (memory, curve) = (4096, DirtyCurve.Of(1050, 1500));

        Assert.False(Run(memory, curve, 1000).Ends);
        Assert.True(Run(memory, curve, 1000, s_terms with { TickSeconds = 0.1 }).Ends);
        Assert.False(Run(memory, DirtyCurve.Of(1400, 1500), 1000, s_terms with { TickSeconds = 0.1 }).Ends);
    }

    private static CopyCourse Run(double memory, DirtyCurve curve, double speed, CopyTerms? terms = null) =>
        CopyModel.Run(new CopyLoad(memory, curve), new CopyPath(speed, 0, 0), terms ?? s_terms);
}
