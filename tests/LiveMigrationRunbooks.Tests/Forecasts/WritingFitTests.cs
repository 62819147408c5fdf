using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Libvirt.Sampling;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Forecasts;

/// <summary>From samples to a curve. MiB and seconds; a page that was looked at stands for 2 MiB.</summary>
public sealed class WritingFitTests
{
    [Fact]
    public void A_guest_that_comes_round_to_its_pages_is_found_out()
    {
        var curve = Fitted((1, 25), (1, 25), (1, 25), (3, 75), (8, 100), (16, 100));

        Assert.Equal(25, curve.After(1), 0.5);
        Assert.Equal(50, curve.After(2), 1.0);
        Assert.Equal(100, curve.After(8), 2.0);
        Assert.Equal(100, curve.After(30), 2.0);
    }

    [Fact]
    public void One_that_writes_elsewhere_all_the_time_goes_on()
    {
        var curve = Fitted((1, 500), (2, 1000), (4, 1200), (8, 1600), (16, 2400));

        Assert.Equal(1000, curve.After(2), 60.0);
        Assert.Equal(4000, curve.After(32), 200.0);
    }

    [Fact]
    public void Without_a_turn_it_is_a_straight_line() => Assert.Equal(3000, Fitted((1, 100), (2, 200), (4, 400)).After(30), 1.0);

    [Fact]
    public void One_span_alone_is_a_straight_line() => Assert.Equal(600, Fitted((10, 200)).After(30), 0.1);

    [Fact]
    public void Samples_that_contradict_each_other_meet_in_the_middle()
    {
        // Second by second 20 MiB on average, and 18 over three.
        var curve = Estimated((1, 16), (1, 28), (1, 20), (1, 24), (1, 12), (1, 20), (3, 18));

        Assert.InRange(curve.After(1) / (1 << 20), 18.3, 20);
    }

    [Fact]
    public void What_qemu_cuts_off_is_nothing_in_a_second_and_half_a_mib_a_second_in_a_long_window()
    {
        Assert.Equal(20 << 20, Estimated((1, 20)).After(1), 1.0);
        Assert.Equal(10 * 5.4 * (1 << 20), Estimated((10, 5)).After(10), 1.0);
    }

    [Fact]
    public void A_guest_that_writes_nothing_writes_nothing() => Assert.Equal(0, Estimated((1, 0), (1, 0), (6, 0)).After(60), 1e-9);

    private static DirtyCurve Fitted(params (double Seconds, double Mib)[] samples) =>
        WritingFit.Of([.. samples.Select(sample => (sample.Seconds, sample.Mib, 2 * Math.Max(2, sample.Mib)))]).Curve;

    private static DirtyCurve Estimated(params (long Seconds, long MibPerSecond)[] samples) => DirtyEstimate.Of(
        new GuestMemory(null, null, 1 << 20, [.. samples.Select(sample => new DirtySample(sample.Seconds, sample.MibPerSecond, 0, "page-sampling"))], IsMeasured: true), 1 << 20)!.Likely;
}
